import { greater, lesser, type Money, minus, ZERO } from '#server/primitives/money.ts';
import { addLot, floatOf, type Lot, type WorkingAccount } from '../book/working-set.ts';

/** Takes float of other channels out of an account, oldest first. */
function takeOther(account: WorkingAccount, amount: Money, channel: string): Lot[] {
  const taken: Lot[] = [];
  let left = amount;
  for (const lot of account.lots.filter((one) => one.channel !== channel)) {
    const part = lesser(lot.amount, left);
    if (part > 0n) taken.push({ ...lot, amount: part });
    lot.amount = minus(lot.amount, part);
    left = minus(left, part);
  }
  if (left > 0n) throw new Error(`${account.userNo}: less float than it pays`);
  account.lots = account.lots.filter((lot) => lot.amount > 0n);
  return taken;
}

/** Takes float of this channel out of an account, as much of it as there is. */
function takeOf(account: WorkingAccount, most: Money, channel: string): Money {
  const lot = account.lots.find((one) => one.channel === channel);
  if (!lot) return ZERO;
  const part = lesser(lot.amount, most);
  lot.amount = minus(lot.amount, part);
  account.lots = account.lots.filter((one) => one.amount > 0n);
  return part;
}

/**
 * What somebody gives up who pays for missing float, out of his available money before he pays: the missing float he
 * holds himself, then arrived money, then float of other days and channels, which is answered.
 */
export function giveUp(payer: WorkingAccount, amount: Money, channel: string): Lot[] {
  const settled = greater(ZERO, minus(payer.available, floatOf(payer)));
  const rest = minus(amount, takeOf(payer, amount, channel));
  return takeOther(payer, minus(rest, lesser(rest, settled)), channel);
}

/** Takes the missing float out of everybody's hands; what the payers gave up of other float takes its place. */
export function makeGood(holders: Iterable<WorkingAccount>, channel: string, given: readonly Lot[]): void {
  const pot = given.map((lot) => ({ ...lot }));
  for (const holder of holders) {
    let lacking = takeOf(holder, floatOf(holder), channel);
    for (const lot of pot) {
      const part = lesser(lot.amount, lacking);
      if (part > 0n) addLot(holder, { ...lot, amount: part });
      lot.amount = minus(lot.amount, part);
      lacking = minus(lacking, part);
    }
  }
}
