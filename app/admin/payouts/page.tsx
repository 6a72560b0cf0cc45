import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { PayoutDesk } from '#components/withdrawal/payout-desk.tsx';
import { admitStaff, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payouts'))('title') };
}

export default async function PayoutsPage() {
  const { roles } = await admitStaff(['finance', 'administrator', 'auditor'], '/admin/payouts');
  const [t, state] = await Promise.all([getTranslations('payouts'), prefetched(trpc.withdrawal.queue.queryOptions())]);
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      <Hydrate state={state}>
        <PayoutDesk roles={roles} />
      </Hydrate>
    </>
  );
}
