import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { type BreakAddress, filterOf } from '#components/breaks/break-filter.ts';
import { BreakFilters } from '#components/breaks/break-filters.tsx';
import { BreakTable } from '#components/breaks/break-table.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admitStaff, prefetched, trpc } from '#server/rsc.ts';

type Props = { searchParams: Promise<BreakAddress> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('breaks'))('title') };
}

export default async function BreaksPage({ searchParams }: Props) {
  await admitStaff(['finance', 'administrator', 'auditor'], '/admin/breaks');
  const filter = filterOf(await searchParams);
  const [t, state] = await Promise.all([
    getTranslations('breaks'),
    prefetched(trpc.reconciliation.breaks.queryOptions(filter)),
  ]);
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      <Hydrate state={state}>
        <div className="space-y-6">
          <BreakFilters key={JSON.stringify(filter)} filter={filter} />
          <BreakTable filter={filter} />
        </div>
      </Hydrate>
    </>
  );
}
