import { and, asc, eq, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { freeze, unfreezing } from '#db/bank/schema/freezes.ts';
import { transaction } from '#db/transaction.ts';
import { lesser, type Money, minus, plus } from '#server/primitives/money.ts';
import { leftOf, lockFreezes, saveFreezes, type WorkingFreeze } from '../book/freezes.ts';
import { saveBook } from '../book/save.ts';
import { lockAccounts, moveMoney } from '../book/working-set.ts';
import type { Call } from '../http/request.ts';
import { malformed, Refusal, refuse } from '../refusal.ts';
import { claimNumber } from './claim-number.ts';
import { optionalNumber, requiredAmount, requiredNumber } from './fields.ts';
import { findAccount, requireAccount } from './find-account.ts';
import type { DirectOperation } from './operation.ts';

type Wanted = { requestNo: string; amount: Money; original: string | undefined; userNo: string | undefined };

const TOO_LITTLE = '冻结金额不足';

function readWanted({ request }: Call): Wanted {
  const wanted = {
    requestNo: requiredNumber(request, 'requestNo'),
    amount: requiredAmount(request, 'amount'),
    original: optionalNumber(request, 'originalFreezeRequestNo'),
    userNo: optionalNumber(request, 'platformUserNo'),
  };
  if (!wanted.original && !wanted.userNo) throw malformed('originalFreezeRequestNo: missing, and no platformUserNo');
  return wanted;
}

/** The one freeze that is named, or all open general freezes of a member, the oldest first. */
async function lockTargets(tx: BankTransaction, platformNo: string, wanted: Wanted): Promise<WorkingFreeze[]> {
  if (wanted.original) {
    const [named] = (await lockFreezes(tx, platformNo, [wanted.original], 'general')).values();
    if (!named) throw refuse('冻结订单不存在');
    if (wanted.userNo && named.ownerNo !== wanted.userNo) throw new Refusal('100011');
    return [named];
  }
  const owner = requireAccount(await findAccount(tx, platformNo, wanted.userNo ?? ''));
  const open = await tx
    .select({ requestNo: freeze.requestNo })
    .from(freeze)
    .where(
      and(
        eq(freeze.platformNo, platformNo),
        eq(freeze.accountId, owner.id),
        eq(freeze.bizType, 'GENERAL_FREEZE'),
        sql`${freeze.used} + ${freeze.cancelled} < ${freeze.amount}`,
      ),
    )
    .orderBy(asc(freeze.createdAt), asc(freeze.requestNo));
  const numbers = open.map((one) => one.requestNo);
  const locked = await lockFreezes(tx, platformNo, numbers, 'general');
  return numbers.flatMap((no) => locked.get(no) ?? []);
}

/** Takes the amount off the freezes one after another. Throws Refusal when all of them together hold less. */
function release(targets: readonly WorkingFreeze[], amount: Money): void {
  let missing = amount;
  for (const target of targets) {
    const part = lesser(leftOf(target), missing);
    target.cancelled = plus(target.cancelled, part);
    missing = minus(missing, part);
  }
  if (missing > 0n) throw refuse(TOO_LITTLE);
}

/** UNFREEZE: gives money of a general freeze back, by its number or from the member's oldest on. */
export const unfreezeMoney: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const { platformNo, at, businessDate, bank } = call;
    const wanted = readWanted(call);
    const { requestNo, amount } = wanted;
    await transaction(bank.pool, async (tx) => {
      await claimNumber(tx, call, requestNo);
      const targets = await lockTargets(tx, platformNo, wanted);
      const [first] = targets;
      if (!first) throw refuse(TOO_LITTLE);
      const set = await lockAccounts(tx, platformNo, [first.ownerNo]);
      const owner = set.accounts.get(first.ownerNo);
      if (!owner) throw new Refusal('100009');
      release(targets, amount);
      moveMoney(set, {
        source: owner,
        sourceBucket: 'frozen',
        target: owner,
        targetBucket: 'available',
        amount,
        bizType: 'UNFREEZE',
        lineNumber: 0,
      });
      await saveFreezes(tx, platformNo, targets);
      await saveBook(tx, set, bank.newId, { platformNo, requestNo, occurredAt: at, businessDate });
      await tx.insert(unfreezing).values({
        platformNo,
        requestNo,
        originalRequestNo: wanted.original ?? null,
        accountId: owner.id,
        amount,
        transactionAt: at,
        businessDate,
      });
    });
    return {};
  },
};
