import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AccountPage } from '#components/cash/account-page.tsx';
import { STATEMENT_PAGE } from '#components/cash/statement-page.ts';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admit, api, firstPage, platformStatus, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('heading') };
}

export default async function GuaranteeAccountPage() {
  await admit('guarantor', '/guarantee/account');
  const [account, status, state] = await Promise.all([
    api.cash.overview({ as: 'guarantor' }),
    platformStatus(),
    prefetched(trpc.cash.statement.infiniteQueryOptions({ as: 'guarantor', limit: STATEMENT_PAGE }, firstPage)),
  ]);
  return (
    <Hydrate state={state}>
      <AccountPage as="guarantor" account={account} demo={status.demo !== null} />
    </Hydrate>
  );
}
