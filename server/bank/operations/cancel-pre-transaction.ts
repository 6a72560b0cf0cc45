import { and, eq, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { freeze, freezeCancellation } from '#db/bank/schema/freezes.ts';
import { project } from '#db/bank/schema/projects.ts';
import { transaction } from '#db/transaction.ts';
import { type Money, plus, sum, ZERO } from '#server/primitives/money.ts';
import { INCOME_ACCOUNT } from '../book/chart.ts';
import { leftOf, lockFreezes, saveFreezes, type WorkingFreeze } from '../book/freezes.ts';
import { saveBook } from '../book/save.ts';
import { lockAccounts, moveMoney, type WorkingAccount } from '../book/working-set.ts';
import type { Call } from '../http/request.ts';
import { malformed, Refusal, refuse } from '../refusal.ts';
import { releaseShares } from '../trade/claims.ts';
import { lockProjectRow } from '../trade/projects.ts';
import { readSale, saveSale } from '../trade/sales.ts';
import { CANCELLATION_FEES, storeDone } from '../trade/store.ts';
import { claimNumber } from './claim-number.ts';
import { objectList, optionalAmount, requiredAmount, requiredNumber } from './fields.ts';
import type { DirectOperation } from './operation.ts';

type Wanted = {
  requestNo: string;
  preTransactionNo: string;
  amount: Money;
  commission: Money;
  profits: { userNo: string; amount: Money }[];
};

function readWanted({ request }: Call): Wanted {
  const wanted = {
    requestNo: requiredNumber(request, 'requestNo'),
    preTransactionNo: requiredNumber(request, 'preTransactionNo'),
    amount: requiredAmount(request, 'amount'),
    commission: optionalAmount(request, 'commission') ?? ZERO,
    profits: objectList(request, 'profitDetails').map((one) => ({
      userNo: requiredNumber(one, 'platformUserNo'),
      amount: requiredAmount(one, 'amount'),
    })),
  };
  if (plus(wanted.commission, sum(wanted.profits.map((one) => one.amount))) > wanted.amount) {
    throw malformed('commission: fees are more than the amount');
  }
  return wanted;
}

/** Project before freeze: the order of all locks. */
async function lockTarget(tx: BankTransaction, call: Call, preTransactionNo: string): Promise<WorkingFreeze> {
  const [seen] = await tx
    .select({ projectNo: freeze.projectNo })
    .from(freeze)
    .where(and(eq(freeze.platformNo, call.platformNo), eq(freeze.requestNo, preTransactionNo)));
  if (seen?.projectNo) await lockProjectRow(tx, call.platformNo, seen.projectNo);
  const locked = (await lockFreezes(tx, call.platformNo, [preTransactionNo])).get(preTransactionNo);
  if (!locked) throw refuse('预处理订单不存在');
  return locked;
}

type Fee = { userNo: string; amount: Money; bizType: 'COMMISSION' | 'PROFIT' };

const feesOf = (wanted: Wanted): Fee[] => [
  ...(wanted.commission > 0n
    ? [{ userNo: INCOME_ACCOUNT, amount: wanted.commission, bizType: 'COMMISSION' as const }]
    : []),
  ...wanted.profits.map((one) => ({ ...one, bizType: 'PROFIT' as const })),
];

/** Fees stand in the files of the day like the lines of any trade. */
async function writeFees(tx: BankTransaction, call: Call, wanted: Wanted, target: WorkingFreeze): Promise<void> {
  const { platformNo, at, businessDate, bank } = call;
  const lines = feesOf(wanted).map((fee, index) => ({
    lineNumber: index + 1,
    bizType: fee.bizType,
    freezeRequestNo: target.requestNo,
    sourceUserNo: target.ownerNo,
    targetUserNo: fee.userNo,
    amount: fee.amount,
    income: ZERO,
    share: null,
    customDefine: null,
    remark: null,
  }));
  if (lines.length === 0) return;
  const { requestNo, commission } = wanted;
  const { projectNo } = target;
  const fees = { requestNo, tradeType: CANCELLATION_FEES, projectNo, saleRequestNo: null, lines };
  await storeDone(tx, { platformNo, id: bank.newId(), at, businessDate, commission }, fees);
}

async function release(tx: BankTransaction, call: Call, wanted: Wanted, target: WorkingFreeze): Promise<void> {
  const { platformNo, at, businessDate, bank } = call;
  const payees = feesOf(wanted);
  const set = await lockAccounts(tx, platformNo, [target.ownerNo, ...payees.map((one) => one.userNo)]);
  const find = (userNo: string): WorkingAccount => {
    const found = set.accounts.get(userNo);
    if (!found || found.kind === 'core') throw new Refusal('100009');
    return found;
  };
  const owner = find(target.ownerNo);
  for (const one of payees) {
    const { kind, role } = find(one.userNo);
    const fits = kind === 'user' || role === (one.bizType === 'PROFIT' ? 'PLATFORM_PROFIT' : 'PLATFORM_INCOME');
    if (!fits) throw new Refusal('100011', undefined, `${one.bizType} may not go to ${one.userNo}`);
  }
  if (leftOf(target) < wanted.amount) throw refuse('冻结金额不足');
  target.cancelled = plus(target.cancelled, wanted.amount);
  moveMoney(set, {
    source: owner,
    sourceBucket: 'frozen',
    target: owner,
    targetBucket: 'available',
    amount: wanted.amount,
    bizType: 'CANCEL_PRETRANSACTION',
    lineNumber: 0,
  });
  payees.forEach((one, index) => {
    moveMoney(set, {
      source: owner,
      sourceBucket: 'available',
      target: find(one.userNo),
      targetBucket: 'available',
      amount: one.amount,
      bizType: one.bizType,
      lineNumber: index + 1,
    });
  });
  await saveBook(tx, set, bank.newId, { platformNo, requestNo: wanted.requestNo, occurredAt: at, businessDate });
}

/** Shares that were kept for a freeze are free again once nothing of it is left. */
async function releaseKept(tx: BankTransaction, { platformNo, at }: Call, target: WorkingFreeze): Promise<void> {
  if (target.saleNo === null || target.shareReserved === 0n) return;
  const sale = await readSale(tx, platformNo, target.saleNo);
  if (!sale) return;
  releaseShares(sale, [target]);
  await saveSale(tx, platformNo, sale, at);
}

/** CANCEL_PRE_TRANSACTION: gives a part or all of a freeze back, fees taken from it first. */
export const cancelPreTransaction: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const wanted = readWanted(call);
    const { platformNo, at, businessDate } = call;
    await transaction(call.bank.pool, async (tx) => {
      await claimNumber(tx, call, wanted.requestNo);
      const target = await lockTarget(tx, call, wanted.preTransactionNo);
      await release(tx, call, wanted, target);
      await releaseKept(tx, call, target);
      await writeFees(tx, call, wanted, target);
      const released = await saveFreezes(tx, platformNo, [target]);
      if (target.projectNo !== null && released !== 0n) {
        await tx
          .update(project)
          .set({ pledged: sql`${project.pledged} - ${released.toString()}::bigint` })
          .where(and(eq(project.platformNo, platformNo), eq(project.projectNo, target.projectNo)));
      }
      await tx.insert(freezeCancellation).values({
        platformNo,
        requestNo: wanted.requestNo,
        preTransactionNo: wanted.preTransactionNo,
        amount: wanted.amount,
        commission: wanted.commission,
        transactionAt: at,
        businessDate,
      });
    });
    return {};
  },
};
