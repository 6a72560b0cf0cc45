import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { OwnFiles } from '#components/day-end/own-files.tsx';
import { Reconciliation } from '#components/day-end/reconciliation.tsx';
import { Steps } from '#components/day-end/steps.tsx';
import { DayLinks } from '#components/reconciliation/day-links.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day } from '#components/time/day.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { addDays, instantAt } from '#server/primitives/calendar.ts';
import { admitStaff, api, findDay, prefetched, trpc } from '#server/rsc.ts';

type Props = { params: Promise<{ date: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations('dayEnd'))('ofDay', { date: (await params).date }) };
}

export default async function DayPage({ params }: Props) {
  const { date } = await params;
  const { roles } = await admitStaff(['finance', 'administrator', 'auditor'], `/admin/day-end/${date}`);
  const [t, found] = await Promise.all([getTranslations('dayEnd'), findDay(date)]);
  if (!found) notFound();
  const { run, reconciliation } = found;
  const [files, timeline] = await Promise.all([
    api.dayEnd.ownFiles({ date }),
    prefetched(trpc.dayEnd.runs.queryOptions({ from: run.date, to: run.date })),
  ]);
  const mayRetry = roles.includes('finance') || roles.includes('administrator');
  return (
    <>
      <Link href="/admin/day-end" className="text-sm text-accent underline-offset-4 hover:underline">
        {t('back')}
      </Link>
      <div className="mt-3 mb-6 flex flex-wrap items-center gap-3">
        <h1 className="text-2xl sm:text-3xl">
          <Day value={run.date} weekday />
        </h1>
        {run.reconciliation ? <StateBadge kind="reconciliation" state={run.reconciliation} /> : null}
        <DayLinks date={run.date} here="timeline" />
      </div>
      <div className="space-y-6">
        {reconciliation ? <Reconciliation result={reconciliation} /> : <Notice kind="wait">{t('notChecked')}</Notice>}
        <Hydrate state={timeline}>
          <Steps date={run.date} midnight={instantAt(addDays(run.date, 1))} mayRetry={mayRetry} />
        </Hydrate>
        <OwnFiles files={files} />
      </div>
    </>
  );
}
