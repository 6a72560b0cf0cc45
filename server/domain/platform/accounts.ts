import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { CHART, type ChartAccount } from '../ledger/chart.ts';

/** The platform's eight accounts at the bank, 000 to 007, in the order of their numbers. */
export const PLATFORM_ACCOUNTS: readonly ChartAccount[] = Object.values(CHART)
  .filter(({ role }) => role.startsWith('PLATFORM_'))
  .sort((left, right) => (left.platformUserNo < right.platformUserNo ? -1 : 1));

/** @throws DomainError NOT_FOUND for what is no account of the platform */
export function platformAccount(platformUserNo: string): ChartAccount {
  const found = PLATFORM_ACCOUNTS.find((entry) => entry.platformUserNo === platformUserNo);
  if (!found) throw new DomainError('NOT_FOUND', `${platformUserNo} is no account of the platform`);
  return found;
}

/** @throws Error for an id that no account of the platform has */
export function platformAccountById(accountId: Uuid | null): ChartAccount {
  const found = PLATFORM_ACCOUNTS.find(({ id }) => id === accountId);
  if (!found) throw new Error(`no account of the platform has the id ${accountId}`);
  return found;
}
