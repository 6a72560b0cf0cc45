import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RechargePage } from '#components/cash/recharge-page.tsx';
import { admit, api, platformStatus } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('recharge'))('title') };
}

export default async function InvestRechargePage() {
  await admit('investor', '/invest/recharge');
  const [account, recharges, { custodyMode }] = await Promise.all([
    api.cash.overview({ as: 'investor' }),
    api.cash.recharges({ as: 'investor' }),
    platformStatus(),
  ]);
  return <RechargePage as="investor" account={account} recharges={recharges} mode={custodyMode} />;
}
