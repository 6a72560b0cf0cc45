import type { DrillPlace } from '#components/reconciliation/paths.ts';
import { CHECK_NAMES } from '#server/primitives/break-words.ts';
import { plainDate } from '#server/primitives/calendar.ts';

/** What the address of a step of the way holds beside its date and check. */
export type DrillAddress = Readonly<{ name?: string; account?: string; after?: string; differing?: string }>;

export type AskedPlace = DrillPlace & { check: (typeof CHECK_NAMES)[number] };

/** The place that an address names; undefined for a day or a check that there is not. */
export function drillAsked(date: string, check: string, address: DrillAddress): AskedPlace | undefined {
  const known = CHECK_NAMES.find((one) => one === check);
  if (!known || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const { name, account, after, differing } = address;
  try {
    return { date: plainDate(date), check: known, name, account, after, differing: differing === '1' };
  } catch {
    return undefined;
  }
}
