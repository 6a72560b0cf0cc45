import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Reconciliation } from '#components/day-end/reconciliation.tsx';
import { DayLinks } from '#components/reconciliation/day-links.tsx';
import { monthPath } from '#components/reconciliation/paths.ts';
import { Day } from '#components/time/day.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { admitStaff, findDay } from '#server/rsc.ts';

type Props = { params: Promise<{ date: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations('matrix'))('ofDay', { date: (await params).date }) };
}

export default async function DayChecksPage({ params }: Props) {
  const { date } = await params;
  await admitStaff(['finance', 'administrator', 'auditor'], `/admin/reconciliation/${date}`);
  const [t, way, found] = await Promise.all([getTranslations('matrix'), getTranslations('drill'), findDay(date)]);
  if (!found) notFound();
  const { run, reconciliation } = found;
  return (
    <>
      <Link href={monthPath(run.date)} className="text-sm text-accent underline-offset-4 hover:underline">
        {way('back')}
      </Link>
      <div className="mt-3 mb-6 flex flex-wrap items-center gap-3">
        <h1 className="text-2xl sm:text-3xl">
          {t('heading')} · <Day value={run.date} weekday />
        </h1>
        <DayLinks date={run.date} here="checks" />
      </div>
      {reconciliation ? <Reconciliation result={reconciliation} /> : <Notice kind="wait">{t('notChecked')}</Notice>}
    </>
  );
}
