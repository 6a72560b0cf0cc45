import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AllLoans } from '#components/admin/all-loans.tsx';
import { LOANS_PAGE } from '#components/admin/loans-page.ts';
import { Settlements } from '#components/admin/settlements.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admit, firstPage, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('allLoans'))('title') };
}

export default async function AllLoansPage() {
  const { roles } = await admit('admin', '/admin/loans');
  const isOfficer = roles.includes('loan-officer') || roles.includes('risk-officer');
  const [t, state] = await Promise.all([
    getTranslations('allLoans'),
    prefetched(
      trpc.settlement.underWay.queryOptions(),
      trpc.loan.all.infiniteQueryOptions({ limit: LOANS_PAGE }, firstPage),
    ),
  ]);
  return (
    <>
      <PageHead title={t('heading')} />
      <Hydrate state={state}>
        <div className="space-y-6">
          <Settlements maySettle={isOfficer} />
          <AllLoans mayDecide={isOfficer} />
        </div>
      </Hydrate>
    </>
  );
}
