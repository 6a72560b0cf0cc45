import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { CheckStateBadge } from '#components/reconciliation/check-state.tsx';
import { DrillPage } from '#components/reconciliation/drill-page.tsx';
import { monthPath } from '#components/reconciliation/paths.ts';
import { Day } from '#components/time/day.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { addressed, admitStaff, api } from '#server/rsc.ts';
import { type DrillAddress, drillAsked } from './drill-address.ts';

type Props = { params: Promise<{ date: string; check: string }>; searchParams: Promise<DrillAddress> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { date } = await params;
  return { title: `${(await getTranslations('matrix'))('heading')} ${date}` };
}

export default async function CheckPage({ params, searchParams }: Props) {
  const { date, check } = await params;
  await admitStaff(['finance', 'administrator', 'auditor'], `/admin/reconciliation/${date}/${check}`);
  const asked = drillAsked(date, check, await searchParams);
  if (!asked) notFound();
  const [t, name, drill] = await Promise.all([
    getTranslations('drill'),
    getTranslations('reconciliation.name'),
    addressed(api.drill.into({ ...asked, differing: asked.differing ?? false })),
  ]);
  return (
    <>
      <Link href={monthPath(asked.date)} className="text-sm text-accent underline-offset-4 hover:underline">
        {t('back')}
      </Link>
      <div className="mt-3 mb-6 flex flex-wrap items-center gap-3">
        <h1 className="text-2xl sm:text-3xl">
          {name(asked.check)} · <Day value={asked.date} />
        </h1>
        {drill ? <CheckStateBadge state={drill.state} /> : null}
      </div>
      {drill ? <DrillPage place={asked} drill={drill} /> : <Empty title={t('notMade')}>{t('notMadeNote')}</Empty>}
    </>
  );
}
