import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { WithdrawPage } from '#components/withdrawal/withdraw-page.tsx';
import { admit, api, platformStatus, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('withdraw'))('title') };
}

export default async function InvestWithdrawPage() {
  await admit('investor', '/invest/withdraw');
  const as = { as: 'investor' } as const;
  const [account, { custodyMode }] = await Promise.all([api.cash.overview(as), platformStatus()]);
  const open = account?.state === 'active' && custodyMode !== 'linked';
  const possible = open ? [trpc.withdrawal.possible.queryOptions(as)] : [];
  const state = await prefetched(trpc.withdrawal.mine.queryOptions(as), ...possible);
  return (
    <Hydrate state={state}>
      <WithdrawPage as="investor" account={account} mode={custodyMode} />
    </Hydrate>
  );
}
