import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { Holder } from '#components/cash/onboarding.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { WithdrawPage } from '#components/withdrawal/withdraw-page.tsx';
import { api, platformStatus, prefetched, trpc } from '#server/rsc.ts';

export async function withdrawMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('withdraw'))('title') };
}

/** Where the holder of an account takes money out, in any of the portals; the page has admitted him. */
export async function HolderWithdraw({ as }: { as: Holder }) {
  const [account, { custodyMode }] = await Promise.all([api.cash.overview({ as }), platformStatus()]);
  const open = account?.state === 'active' && custodyMode !== 'linked';
  const possible = open ? [trpc.withdrawal.possible.queryOptions({ as })] : [];
  const state = await prefetched(trpc.withdrawal.mine.queryOptions({ as }), ...possible);
  return (
    <Hydrate state={state}>
      <WithdrawPage as={as} account={account} mode={custodyMode} />
    </Hydrate>
  );
}
