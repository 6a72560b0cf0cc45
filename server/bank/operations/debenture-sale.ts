import { and, eq, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { debentureSale, project } from '#db/bank/schema/projects.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen, type Money } from '#server/primitives/money.ts';
import { Refusal, refuse } from '../refusal.ts';
import { STATUS_NEEDED } from '../trade/business.ts';
import { claimNumber } from './claim-number.ts';
import { requiredAmount, requiredNumber } from './fields.ts';
import { findAccount, requireUsable } from './find-account.ts';
import type { DirectOperation } from './operation.ts';

/** Shares that a holder may still offer: held, not paid back and not on sale already. Under the project's lock. */
async function freeShares(tx: BankTransaction, platformNo: string, projectNo: string, holder: Uuid): Promise<Money> {
  const [row] = await tx.execute<{ free: string }>(sql`
    select coalesce((select amount - repaid from holding
        where platform_no = ${platformNo} and project_no = ${projectNo} and account_id = ${holder}), 0)
      - coalesce((select sum(share - confirmed) from debenture_sale where platform_no = ${platformNo}
        and project_no = ${projectNo} and account_id = ${holder} and status = 'ONSALE'), 0) as free`);
  return fen(BigInt(row?.free ?? '0'));
}

/** DEBENTURE_SALE: a holder offers shares of a project. One share is ¥1 of principal; parts of a share are fen. */
export const offerShares: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const { request, platformNo, bank } = call;
    const requestNo = requiredNumber(request, 'requestNo');
    const userNo = requiredNumber(request, 'platformUserNo');
    const projectNo = requiredNumber(request, 'projectNo');
    const share = requiredAmount(request, 'saleShare');
    await transaction(bank.pool, async (tx) => {
      await claimNumber(tx, call, requestNo);
      const holder = requireUsable(await findAccount(tx, platformNo, userNo));
      const [found] = await tx
        .select({ status: project.status })
        .from(project)
        .where(and(eq(project.platformNo, platformNo), eq(project.projectNo, projectNo)))
        .for('update');
      if (!found) throw refuse('标的不存在');
      if (holder.role !== 'INVESTOR') throw new Refusal('100011');
      if (STATUS_NEEDED.CREDIT_ASSIGNMENT?.includes(found.status) === false) throw new Refusal('100015');
      if (share > (await freeShares(tx, platformNo, projectNo, holder.id))) throw refuse('可出让债权份额不足');
      await tx.insert(debentureSale).values({
        platformNo,
        requestNo,
        id: bank.newId(),
        accountId: holder.id,
        projectNo,
        share,
        status: 'ONSALE',
        createdAt: call.at,
      });
    });
    return { debentureStatus: 'ONSALE' };
  },
};
