import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PlatformAccounts } from '#components/platform/accounts.tsx';
import { PlatformMovements } from '#components/platform/movements.tsx';
import { PlatformOrders } from '#components/platform/orders.tsx';
import { ProposeOrder } from '#components/platform/propose-order.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admitStaff, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('platformAccounts'))('title') };
}

export default async function PlatformAccountsPage() {
  const { roles } = await admitStaff(['finance', 'administrator', 'auditor'], '/admin/platform-accounts');
  const [t, state] = await Promise.all([
    getTranslations('platformAccounts'),
    prefetched(trpc.platformAccount.all.queryOptions(), trpc.platformAccount.orders.queryOptions()),
  ]);
  const mayMake = roles.includes('finance');
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      <Hydrate state={state}>
        <div className="space-y-6">
          <PlatformAccounts />
          <PlatformOrders mayMake={mayMake} mayCheck={mayMake || roles.includes('administrator')} />
          {mayMake ? <ProposeOrder /> : null}
          <PlatformMovements />
        </div>
      </Hydrate>
    </>
  );
}
