import { and, eq, inArray } from 'drizzle-orm';
import { type ExtensionFileName, type StagedSource, stagedFile } from '#db/schema/bank-files.ts';
import type { Transaction } from '#db/transaction.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { compareBalances } from './balances.ts';
import type { CheckOutcome } from './check-outcome.ts';
import { compareClaims } from './claims.ts';
import { compareFreezes } from './freezes.ts';

async function sourcesOf(tx: Transaction, date: PlainDate): Promise<Map<ExtensionFileName, StagedSource>> {
  const rows = await tx
    .select()
    .from(stagedFile)
    .where(and(eq(stagedFile.businessDate, date), inArray(stagedFile.file, ['BALANCE', 'PRETRANSACTION'])));
  return new Map(rows.map(({ file, source }) => [file as ExtensionFileName, source]));
}

/**
 * Check 6, money and information: the bank's balances are our journal, user by user; what it holds frozen is what our
 * bids, payments, debts and withdrawals are for; claims are the principal owed, and what was received is what was paid.
 * Left and right are the balances of all who were compared. Where the bank gives no file of them, only those it was
 * asked about are compared. Undefined until either has been staged.
 */
export async function compareInformation(tx: Transaction, date: PlainDate): Promise<CheckOutcome | undefined> {
  const sources = await sourcesOf(tx, date);
  const [balances, freezes] = [sources.get('BALANCE'), sources.get('PRETRANSACTION')];
  if (!balances || !freezes) return undefined;
  const users = await compareBalances(tx, date, balances);
  const held = await compareFreezes(tx, date, freezes);
  const claims = await compareClaims(tx);
  const breaks = [...users.breaks, ...held.breaks, ...claims.breaks];
  return {
    check: 'money-and-information',
    state: breaks.length === 0 ? 'green' : 'red',
    left: users.left,
    right: users.right,
    compared: users.compared + held.compared + claims.compared,
    breaks,
  };
}
