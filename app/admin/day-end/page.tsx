import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { DryRun } from '#components/day-end/dry-run.tsx';
import { RunList } from '#components/day-end/run-list.tsx';
import { RUNS_SHOWN } from '#components/day-end/runs-shown.ts';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Day } from '#components/time/day.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admitStaff, platformStatus, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('dayEnd'))('heading') };
}

export default async function DayEndPage() {
  await admitStaff(['finance', 'administrator', 'auditor'], '/admin/day-end');
  const [t, status, state] = await Promise.all([
    getTranslations('dayEnd'),
    platformStatus(),
    prefetched(trpc.dayEnd.runs.queryOptions({ limit: RUNS_SHOWN })),
  ]);
  return (
    <>
      <PageHead
        title={t('heading')}
        note={t.rich('businessDate', { day: () => <Day value={status.businessDate} weekday /> })}
      />
      <Hydrate state={state}>
        <div className="space-y-6">
          <RunList />
          <DryRun />
        </div>
      </Hydrate>
    </>
  );
}
