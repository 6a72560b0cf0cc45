import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { OverdueLoans } from '#components/admin/overdue-loans.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admit, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('overdue'))('title') };
}

export default async function OverduePage() {
  const { roles } = await admit('admin', '/admin/overdue');
  const [t, state] = await Promise.all([getTranslations('overdue'), prefetched(trpc.repayment.overdue.queryOptions())]);
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      <Hydrate state={state}>
        <OverdueLoans mayCollect={roles.includes('finance') || roles.includes('risk-officer')} />
      </Hydrate>
    </>
  );
}
