import { sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { type WithdrawType, withdrawal } from '#db/bank/schema/cash.ts';
import { freeze } from '#db/bank/schema/freezes.ts';
import { greater, lesser, type Money, minus, plus, ZERO } from '#server/primitives/money.ts';
import { CORE_ACCOUNTS } from '../book/chart.ts';
import { saveBook } from '../book/save.ts';
import {
  floatOf,
  lockAccounts,
  type Movement,
  moveMoney,
  type WorkingAccount,
  type WorkingSet,
} from '../book/working-set.ts';
import type { Call } from '../http/request.ts';
import type { FoundAccount } from '../operations/find-account.ts';
import { Refusal } from '../refusal.ts';
import { checkSameDay } from './same-day.ts';
import type { Payout } from './tell.ts';
import type { WantedPayout } from './wanted.ts';

/** The platform's account for same-day payouts: it takes over the member's float. */
export const ADVANCE_ACCOUNT = 'SYS_GENERATE_007';

export const isSameDay = (type: WithdrawType): boolean => type !== 'NORMAL';

const WITHIN = { sourceBucket: 'available', targetBucket: 'available', lineNumber: 0 } as const;

/** What an account may pay out: its available money less its float. */
const withdrawableOf = (account: WorkingAccount): Money => greater(ZERO, minus(account.available, floatOf(account)));

/** What stands behind a same-day payout beside the member's own arrived money. */
export type AdvanceGround = {
  /** The bank lends up to it; zero outside joint mode. */
  limit: Money;
  /** The platform has once put money into its advance account. */
  inUse: boolean;
  /** The fault: there is nothing in it just now. */
  empty: () => boolean;
};

function accountIn(set: WorkingSet, userNo: string): WorkingAccount {
  const found = set.accounts.get(userNo);
  if (!found) throw new Refusal('100009', undefined, userNo);
  return found;
}

/** Hands over arrived money only; `moveMoney` would pass float on first. */
function moveArrived(set: WorkingSet, movement: Movement): void {
  movement.source.available = minus(movement.source.available, movement.amount);
  movement.target.available = plus(movement.target.available, movement.amount);
  set.transfers.push(movement);
}

/** The bank lends what the advance account lacks: into the pool for 007, and on the platform's own account as a debt. */
function lend(set: WorkingSet, pool: WorkingAccount, amount: Money, limit: Money): void {
  const [own, lent] = [accountIn(set, CORE_ACCOUNTS.OWN), accountIn(set, CORE_ACCOUNTS.ADVANCE)];
  if (plus(lent.available, amount) > limit) throw new Refusal('100016');
  const custody = accountIn(set, CORE_ACCOUNTS.CUSTODY);
  moveMoney(set, { ...WITHIN, source: custody, target: pool, amount, bizType: 'ADVANCE' });
  moveMoney(set, { ...WITHIN, source: own, target: lent, amount, bizType: 'ADVANCE' });
}

/**
 * The member's float passes to the advance account, and as much of its arrived money to the member, in joint mode lent
 * by the bank where it has too little.
 */
function swapFloat(set: WorkingSet, payer: WorkingAccount, amount: Money, ground: AdvanceGround): void {
  const pool = accountIn(set, ADVANCE_ACCOUNT);
  if (payer === pool) throw new Refusal('100014');
  const short = greater(ZERO, minus(amount, withdrawableOf(pool)));
  if (!ground.inUse && ground.limit === ZERO) throw new Refusal('100017');
  if (ground.empty()) throw new Refusal('100016', undefined, 'fault: advance-empty');
  if (short > 0n) lend(set, pool, short, ground.limit);
  moveMoney(set, { ...WITHIN, source: payer, target: pool, amount, bizType: 'FLOAT_ADVANCE' });
  moveArrived(set, { ...WITHIN, source: pool, target: payer, amount, bizType: 'FLOAT_ADVANCE' });
}

/**
 * Decides a payout and holds its money, in memory: available → frozen, after a same-day payout's float has been
 * swapped. Answers how much float that was.
 * @throws Refusal 100010, 100014, 100016, 100017, 100018, 100021
 */
export function holdPayout(set: WorkingSet, wanted: WantedPayout, at: Date, ground: AdvanceGround): Money {
  const payer = accountIn(set, wanted.userNo);
  if (!payer.usable) throw new Refusal('100010');
  const sameDay = isSameDay(wanted.withdrawType);
  if (sameDay) checkSameDay(at, wanted.amount);
  const withdrawable = withdrawableOf(payer);
  if (wanted.amount > (sameDay ? payer.available : withdrawable)) throw new Refusal('100014');
  const float = minus(wanted.amount, lesser(wanted.amount, withdrawable));
  if (float > 0n) swapFloat(set, payer, float, ground);
  const held = { source: payer, sourceBucket: 'available', target: payer, targetBucket: 'frozen' } as const;
  moveMoney(set, { ...held, amount: wanted.amount, bizType: 'FREEZE_WITHDRAW', lineNumber: 1 });
  return float;
}

/** Locks what a payout moves: the payer alone, or with the accounts behind a same-day payout. */
export async function lockGround(
  tx: BankTransaction,
  call: Call,
  wanted: WantedPayout,
): Promise<{ set: WorkingSet; ground: AdvanceGround }> {
  const { bank, platform, platformNo } = call;
  const { CUSTODY, OWN, ADVANCE } = CORE_ACCOUNTS;
  const behind = isSameDay(wanted.withdrawType) ? [ADVANCE_ACCOUNT, CUSTODY, OWN, ADVANCE] : [];
  const set = await lockAccounts(tx, platformNo, [wanted.userNo, ...behind]);
  const pool = set.accounts.get(ADVANCE_ACCOUNT);
  const [funded] = pool
    ? await tx.execute<{ yes: boolean }>(
        sql`select exists (select 1 from transfer where target_account_id = ${pool.id}) as yes`,
      )
    : [];
  const place = { platformNo, service: 'WITHDRAW', requestNo: wanted.requestNo };
  const ground: AdvanceGround = {
    limit: platform.custodyMode === 'joint' ? platform.advanceLimit : ZERO,
    inUse: funded?.yes === true,
    empty: () => bank.faults.draw(place, ['advance-empty']) !== undefined,
  };
  return { set, ground };
}

/** Takes a payout in: its money held by a freeze of its own number, waiting for a confirmation or accepted at once. */
export async function acceptPayout(
  tx: BankTransaction,
  call: Call,
  wanted: WantedPayout,
  owner: FoundAccount,
): Promise<Payout> {
  const { platformNo, bank, at, businessDate } = call;
  const { userNo, withdrawType, withdrawForm, amount, commission, requestNo } = wanted;
  const { set, ground } = await lockGround(tx, call, wanted);
  const floatAmount = holdPayout(set, wanted, at, ground);
  await saveBook(tx, set, bank.newId, { platformNo, requestNo, occurredAt: at, businessDate });
  const { member } = owner;
  await tx.insert(freeze).values({
    platformNo,
    requestNo,
    kind: 'withdrawal',
    accountId: owner.id,
    bizType: 'WITHDRAW',
    amount,
    createdAt: at,
    transactionAt: at,
  });
  const waits = withdrawForm === 'CONFIRMED';
  const [stored] = await tx
    .insert(withdrawal)
    .values({
      platformNo,
      requestNo,
      id: bank.newId(),
      accountId: owner.id,
      amount,
      commission,
      floatAmount,
      withdrawType,
      withdrawForm,
      remitType: withdrawType,
      bankcardNo: member?.bankcardNo ?? '',
      bankcode: member?.bankcode ?? null,
      status: waits ? 'CONFIRMING' : 'ACCEPT',
      backRollStatus: 'INIT',
      createdAt: at,
      transactionAt: waits ? null : at,
      businessDate: waits ? null : businessDate,
    })
    .returning();
  if (!stored) throw new Error('the payout was not stored');
  return { ...stored, userNo };
}
