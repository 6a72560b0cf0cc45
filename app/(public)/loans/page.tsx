import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { loadMarketFilters, marketQuery } from '#components/market/filters.ts';
import { Market } from '#components/market/market.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('market'))('title') };
}

export default async function MarketPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const t = await getTranslations('market');
  const filters = await loadMarketFilters(searchParams);
  const state = await prefetched(trpc.loan.market.queryOptions(marketQuery(filters)));
  return (
    <div className="page py-6 sm:py-10">
      <PageHead title={t('title')} note={t('note')} />
      <Hydrate state={state}>
        <Market />
      </Hydrate>
    </div>
  );
}
