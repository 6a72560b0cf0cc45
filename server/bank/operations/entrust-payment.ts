import { and, eq } from 'drizzle-orm';
import { entrustment, project } from '#db/bank/schema/projects.ts';
import { transaction } from '#db/transaction.ts';
import { Refusal, refuse } from '../refusal.ts';
import { claimNumber } from './claim-number.ts';
import { oneOf, requiredNumber } from './fields.ts';
import { findAccount, requireUsable } from './find-account.ts';
import type { DirectOperation } from './operation.ts';

const ENTRUSTED_TYPES = ['PERSONAL', 'ENTERPRISE'] as const;

/**
 * AUTHORIZATION_ENTRUST_PAY (受托支付): what the borrower borrows goes on to somebody else, in the trade that lends it.
 * Before the first money is lent, and once: a project has one such payee. PASSED at once, since the bank knows both.
 */
export const entrustPayment: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const { request, platformNo, at } = call;
    const requestNo = requiredNumber(request, 'requestNo');
    const borrowerNo = requiredNumber(request, 'borrowPlatformUserNo');
    const projectNo = requiredNumber(request, 'projectNo');
    oneOf(request, 'checkType', ['LIMIT'], 'LIMIT');
    const entrustedType = oneOf(request, 'entrustedType', ENTRUSTED_TYPES);
    const entrustedNo = requiredNumber(request, 'entrustedPlatformUserNo');
    await transaction(call.bank.pool, async (tx) => {
      await claimNumber(tx, call, requestNo);
      const borrower = requireUsable(await findAccount(tx, platformNo, borrowerNo));
      const entrusted = requireUsable(await findAccount(tx, platformNo, entrustedNo));
      const [found] = await tx
        .select()
        .from(project)
        .where(and(eq(project.platformNo, platformNo), eq(project.projectNo, projectNo)))
        .for('update');
      if (!found) throw refuse('标的不存在');
      const isPerson = entrusted.member?.userType === 'PERSONAL';
      const fits = entrusted.member !== null && isPerson === (entrustedType === 'PERSONAL');
      if (found.borrowerId !== borrower.id || !fits || entrusted.id === borrower.id) throw new Refusal('100011');
      if (found.status !== 'COLLECTING' || found.loanAmount > 0n) throw new Refusal('100015');
      const stored = await tx
        .insert(entrustment)
        .values({
          platformNo,
          requestNo,
          projectNo,
          borrowerId: borrower.id,
          entrustedType,
          entrustedId: entrusted.id,
          status: 'PASSED',
          createdAt: at,
        })
        .onConflictDoNothing()
        .returning({ projectNo: entrustment.projectNo });
      if (stored.length === 0) throw refuse('标的已存在委托支付授权');
    });
    return { authorizeStatus: 'PASSED' };
  },
};
