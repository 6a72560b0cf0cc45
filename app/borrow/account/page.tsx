import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AccountPage } from '#components/cash/account-page.tsx';
import { STATEMENT_PAGE } from '#components/cash/statement-page.ts';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admit, api, firstPage, platformStatus, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('heading') };
}

export default async function BorrowAccountPage() {
  await admit('borrower', '/borrow/account');
  const [account, status, state] = await Promise.all([
    api.cash.overview({ as: 'borrower' }),
    platformStatus(),
    prefetched(trpc.cash.statement.infiniteQueryOptions({ as: 'borrower', limit: STATEMENT_PAGE }, firstPage)),
  ]);
  return (
    <Hydrate state={state}>
      <AccountPage as="borrower" account={account} demo={status.demo !== null} />
    </Hydrate>
  );
}
