import type { Uuid } from '#server/primitives/ids.ts';
import { accountName } from './book-lines.ts';
import { balanceBreak, storedBreak, unbalancedBreak } from './consequences.ts';
import { type Planted, type Planting, type Site, shuffled } from './planting.ts';

type Holder = Readonly<{ id: Uuid; userNo: string; available: string; frozen: string }>;
type Leg = Readonly<{ accountId: Uuid; userNo: string; sequence: string; amount: string; journalId: Uuid }>;

/** Takes a member's account that nothing else has touched. */
async function onAccount(site: Site, act: (holder: Holder) => Promise<Planted>): Promise<Planted | undefined> {
  const holders = await site.owner<Holder[]>`
    select id, platform_user_no as "userNo", available::text as available, frozen::text as frozen from account
    where role in ('INVESTOR', 'BORROWERS') order by role, available, frozen, platform_user_no`;
  for (const holder of shuffled(site.chance, holders)) {
    if (!site.ground.isFree([accountName(holder.userNo)], ['file BALANCE'])) continue;
    site.ground.take([accountName(holder.userNo)], ['file BALANCE']);
    return act(holder);
  }
  return undefined;
}

/** Takes an entry of the day whose account nothing else has touched. */
async function onLeg(site: Site, act: (leg: Leg) => Promise<Planted>): Promise<Planted | undefined> {
  const legs = await site.owner<Leg[]>`
    select e.account_id as "accountId", a.platform_user_no as "userNo", e.sequence::text as sequence,
      e.amount::text as amount, e.journal_id as "journalId"
    from entry e join account a on a.id = e.account_id
    where e.business_date = ${site.day} and a.role in ('INVESTOR', 'BORROWERS')
    order by a.role, e.amount, e.sequence, a.platform_user_no`;
  for (const leg of shuffled(site.chance, legs)) {
    if (!site.ground.isFree([accountName(leg.userNo)], ['file BALANCE'])) continue;
    site.ground.take([accountName(leg.userNo)], ['file BALANCE']);
    return act(leg);
  }
  return undefined;
}

const stored = (name: string, column: 'available' | 'frozen' | 'withdrawing'): Planting => ({
  name,
  layer: 'books',
  plant: (site) =>
    onAccount(site, async ({ id, userNo }) => {
      const by = 1 + site.chance.below(100_000);
      await site.owner.unsafe(`update account set ${column} = ${column} + $2::bigint where id = $1`, [id, by]);
      return { what: `${column} of ${userNo} raised by ${by}`, finds: [storedBreak(userNo, ['balance-changed-here'])] };
    }),
});

const legRaised: Planting = {
  name: 'entry raised',
  layer: 'books',
  plant: (site) =>
    onLeg(site, async ({ accountId, userNo, sequence, journalId }) => {
      const by = 1 + site.chance.below(10_000);
      await site.owner`update entry set amount = amount + sign(amount)::bigint * ${by}
        where account_id = ${accountId} and sequence = ${sequence}::bigint`;
      return {
        what: `entry ${sequence} of ${userNo} raised by ${by}`,
        finds: [storedBreak(userNo, ['entry-changed'])],
        follows: [unbalancedBreak(journalId), balanceBreak(userNo, ['follows-from-entries'])],
      };
    }),
};

const chainBroken: Planting = {
  name: 'balance after an entry changed',
  layer: 'books',
  plant: (site) =>
    onLeg(site, async ({ accountId, userNo, sequence }) => {
      const by = 1 + site.chance.below(10_000);
      await site.owner`update entry set balance_after = balance_after + ${by}
        where account_id = ${accountId} and sequence = ${sequence}::bigint`;
      return {
        signed: true,
        what: `balance after entry ${sequence} of ${userNo} raised by ${by}`,
        finds: [storedBreak(userNo, ['entry-changed'])],
      };
    }),
};

const miscounted: Planting = {
  name: 'count of entries changed',
  layer: 'books',
  plant: (site) =>
    onAccount(site, async ({ id, userNo }) => {
      await site.owner`update account set entry_count = entry_count + 1 where id = ${id}`;
      return { what: `entries of ${userNo} miscounted`, finds: [storedBreak(userNo, ['balance-changed-here'])] };
    }),
};

export const BALANCE_PLANTINGS: readonly Planting[] = [
  stored('available changed', 'available'),
  stored('frozen changed', 'frozen'),
  miscounted,
  legRaised,
  chainBroken,
];
