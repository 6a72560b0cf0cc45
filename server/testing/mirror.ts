import { account } from '#db/schema/accounts.ts';
import { plus, toDecimalText } from '#server/primitives/money.ts';
import type { Harness } from './harness.ts';

type Sheet = { availableAmount: string; freezeAmount: string };

/**
 * Where the portal's mirror differs from the bank's own book, account by account: empty when all is well. Accounts
 * that the bank has never heard of count as empty there.
 */
export async function mirrorDifferences(host: Pick<Harness, 'wiring' | 'control'>): Promise<string[]> {
  const accounts = await host.wiring.pool.db.select().from(account);
  const differences: string[] = [];
  for (const { platformUserNo, role, available, frozen, withdrawing } of accounts) {
    if (role === 'CHANNELS' || role === 'CARDS' || role === 'SUSPENSE') continue;
    // What is being withdrawn is frozen at the bank until it leaves.
    const ours = `${toDecimalText(available)} + ${toDecimalText(plus(frozen, withdrawing))}`;
    const sheet = (await host.control('GET', `accounts/${platformUserNo}`)) as Sheet;
    const theirs = `${sheet.availableAmount} + ${sheet.freezeAmount}`;
    if (ours !== theirs) differences.push(`${platformUserNo}: ${ours} here, ${theirs} at the bank`);
  }
  return differences;
}
