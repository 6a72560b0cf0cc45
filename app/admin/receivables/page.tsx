import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ReceivableTable } from '#components/cash/receivable-table.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admitStaff, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('receivables'))('heading') };
}

export default async function ReceivablesPage() {
  await admitStaff(['finance', 'administrator', 'auditor'], '/admin/receivables');
  const [t, state] = await Promise.all([
    getTranslations('receivables'),
    prefetched(trpc.cash.receivables.queryOptions()),
  ]);
  return (
    <>
      <PageHead title={t('heading')} />
      <Hydrate state={state}>
        <ReceivableTable />
      </Hydrate>
    </>
  );
}
