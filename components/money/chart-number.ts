import type { Money } from '#server/primitives/money.ts';

/** An amount as a length on a chart: the only place where money becomes a float, and nothing comes back from it. */
export const toChartNumber = (amount: Money): number => Number(amount);
