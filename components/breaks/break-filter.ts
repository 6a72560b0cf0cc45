import { BREAK_KINDS, BREAK_STATES, CHECK_NAMES } from '#server/primitives/break-words.ts';

/** What stands in the address of the break desk. */
export type BreakAddress = Readonly<
  Partial<Record<'date' | 'check' | 'kind' | 'cause' | 'state' | 'atLeast' | 'sort' | 'limit', string>>
>;

const oneOf = <Word extends string>(words: readonly Word[], given: string | undefined): Word | undefined =>
  words.find((word) => word === given);

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;
export const PAGE = 50;
const MOST = 500;

export const STATES = ['open', 'all', ...BREAK_STATES] as const;

/** The filter that an address asks for; what it does not know is left out. */
export function filterOf(address: BreakAddress) {
  const limit = Math.min(MOST, Math.max(PAGE, Number.parseInt(address.limit ?? '', 10) || PAGE));
  const cause = address.cause && /^[a-z-]{1,40}$/.test(address.cause) ? address.cause : undefined;
  return {
    date: address.date && DATE.test(address.date) ? address.date : undefined,
    check: oneOf(CHECK_NAMES, address.check),
    kind: oneOf(BREAK_KINDS, address.kind),
    cause,
    state: oneOf(STATES, address.state) ?? 'open',
    atLeast: address.atLeast && AMOUNT.test(address.atLeast) ? address.atLeast : undefined,
    sort: oneOf(['age', 'amount'] as const, address.sort) ?? 'age',
    limit,
  };
}
export type Filter = ReturnType<typeof filterOf>;
