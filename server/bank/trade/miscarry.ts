import { and, eq, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { freeze } from '#db/bank/schema/freezes.ts';
import { project } from '#db/bank/schema/projects.ts';
import { transaction } from '#db/transaction.ts';
import { businessDateOf, toWireTimestamp } from '#server/primitives/calendar.ts';
import { type Money, plus, sum, ZERO } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { leftOf, lockFreezes, saveFreezes, type WorkingFreeze } from '../book/freezes.ts';
import { saveBook } from '../book/save.ts';
import { lockAccounts, moveMoney } from '../book/working-set.ts';
import { wireText, writeJson } from '../http/write-json.ts';
import { enqueueNotify } from '../notify/enqueue.ts';
import { Refusal, refuse } from '../refusal.ts';

type Place = { platformNo: string; projectNo: string; at: Date };
type Released = { preTransactionNo: string; platformUserNo: string; amount: Money };

/** Gives back all that is still frozen for a project. */
async function releaseAll(tx: BankTransaction, bank: Bank, place: Place, requestNo: string): Promise<Released[]> {
  const { platformNo, projectNo, at } = place;
  const open = await tx
    .select({ requestNo: freeze.requestNo })
    .from(freeze)
    .where(
      and(
        eq(freeze.platformNo, platformNo),
        eq(freeze.projectNo, projectNo),
        eq(freeze.kind, 'pre-transaction'),
        sql`${freeze.used} + ${freeze.cancelled} < ${freeze.amount}`,
      ),
    );
  const freezes: WorkingFreeze[] = [
    ...(
      await lockFreezes(
        tx,
        platformNo,
        open.map((one) => one.requestNo),
      )
    ).values(),
  ];
  if (freezes.length === 0) return [];
  const set = await lockAccounts(
    tx,
    platformNo,
    freezes.map((one) => one.ownerNo),
  );
  const released = freezes.map((one, index): Released => {
    const owner = set.accounts.get(one.ownerNo);
    if (!owner) throw new Error(`freeze ${one.requestNo} has no owner`);
    const amount = leftOf(one);
    one.cancelled = plus(one.cancelled, amount);
    moveMoney(set, {
      source: owner,
      sourceBucket: 'frozen',
      target: owner,
      targetBucket: 'available',
      amount,
      bizType: 'MISCARRY',
      lineNumber: index,
    });
    return { preTransactionNo: one.requestNo, platformUserNo: one.ownerNo, amount };
  });
  await saveFreezes(tx, platformNo, freezes);
  await saveBook(tx, set, bank.newId, { platformNo, requestNo, occurredAt: at, businessDate: businessDateOf(at) });
  return released;
}

/**
 * The bank itself lets a collecting project miscarry: everything frozen for it is released, and the platform is told by
 * a NOTIFY of MODIFY_PROJECT under a number of the bank's own. Answers that number and what was released.
 * @throws Refusal 100007 when there is no such project, 100008 when it is not collecting or has confirmed money
 */
export async function miscarryProject(
  bank: Bank,
  place: Place,
): Promise<{ requestNo: string; freezes: number; released: Money }> {
  const { platformNo, projectNo, at } = place;
  const requestNo = `BANK${bank.newId().replaceAll('-', '')}`;
  const released = await transaction(bank.pool, async (tx) => {
    const here = and(eq(project.platformNo, platformNo), eq(project.projectNo, projectNo));
    const [found] = await tx.select().from(project).where(here).for('update');
    if (!found) throw new Refusal('100007');
    if (found.status !== 'COLLECTING' || found.loanAmount > 0n) throw refuse('标的当前不能变更为:MISCARRY');
    const all = await releaseAll(tx, bank, place, requestNo);
    await tx.update(project).set({ status: 'MISCARRY', pledged: ZERO }).where(here);
    await enqueueNotify(tx, bank.newId, {
      platformNo,
      service: 'MODIFY_PROJECT',
      requestNo,
      respData: writeJson({
        requestNo,
        code: '0',
        status: 'SUCCESS',
        projectNo,
        projectStatus: 'MISCARRY',
        transactionTime: toWireTimestamp(at),
        details: all.map((one) => ({ ...one, amount: wireText(one.amount) })),
      }),
    });
    return all;
  });
  bank.wake.notifies();
  return { requestNo, freezes: released.length, released: sum(released.map((one) => one.amount)) };
}

/** The fault "miscarry": the bank gives a project up just as its platform does business with it. */
export async function strikeMiscarry(bank: Bank, place: Place, service: string): Promise<void> {
  if (!bank.faults.draw({ platformNo: place.platformNo, service }, ['miscarry'])) return;
  try {
    await miscarryProject(bank, place);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
