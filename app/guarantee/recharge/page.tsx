import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RechargePage } from '#components/cash/recharge-page.tsx';
import { admit, api, platformStatus } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('recharge'))('title') };
}

export default async function GuaranteeRechargePage() {
  await admit('guarantor', '/guarantee/recharge');
  const [account, recharges, { custodyMode }] = await Promise.all([
    api.cash.overview({ as: 'guarantor' }),
    api.cash.recharges({ as: 'guarantor' }),
    platformStatus(),
  ]);
  return <RechargePage as="guarantor" account={account} recharges={recharges} mode={custodyMode} />;
}
