import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RechargePage } from '#components/cash/recharge-page.tsx';
import { admit, api, platformStatus } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('recharge'))('title') };
}

export default async function BorrowRechargePage() {
  await admit('borrower', '/borrow/recharge');
  const [account, recharges, { custodyMode }] = await Promise.all([
    api.cash.overview({ as: 'borrower' }),
    api.cash.recharges({ as: 'borrower' }),
    platformStatus(),
  ]);
  return <RechargePage as="borrower" account={account} recharges={recharges} mode={custodyMode} />;
}
