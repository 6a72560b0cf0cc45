import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { parsePercent } from '#server/primitives/parse-rate.ts';

export const MARKET_KINDS = ['equal-instalment', 'equal-principal', 'interest-first', 'bullet'] as const;
export const MARKET_STATES = ['bidding', 'repaying', 'ended', 'all'] as const;
export const MARKET_SORTS = ['newest', 'rate', 'term', 'remaining'] as const;
export const MARKET_TERMS = [90, 180, 360, 720] as const;
export const PAGE_SIZE = 12;

/** What the market shows, as it stands in the address. */
export const marketFilters = {
  state: parseAsStringLiteral(MARKET_STATES).withDefault('bidding'),
  kind: parseAsStringLiteral(MARKET_KINDS),
  rate: parseAsString.withDefault(''),
  term: parseAsInteger,
  sort: parseAsStringLiteral(MARKET_SORTS).withDefault('newest'),
  page: parseAsInteger.withDefault(1),
};

export const loadMarketFilters = createLoader(marketFilters);
export type MarketFilters = Awaited<ReturnType<typeof loadMarketFilters>>;

const STATES = {
  bidding: ['scheduled', 'open', 'closing'],
  repaying: ['full', 'settling', 'repaying', 'overdue'],
  ended: ['repaid'],
  all: undefined,
} as const;

/** The question to the server: one row more than a page, which tells whether there is another. */
export function marketQuery(filters: MarketFilters) {
  const page = Math.max(1, filters.page);
  const states = STATES[filters.state];
  return {
    states: states ? [...states] : undefined,
    repaymentKind: filters.kind ?? undefined,
    rateFromPpm: parsePercent(filters.rate),
    termDaysTo: filters.term ?? undefined,
    sort: filters.sort,
    offset: (page - 1) * PAGE_SIZE,
    limit: PAGE_SIZE + 1,
  };
}
