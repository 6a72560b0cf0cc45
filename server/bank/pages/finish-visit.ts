import { and, eq } from 'drizzle-orm';
import type { BankExecutor } from '#db/bank/pool.ts';
import { pageSession } from '#db/bank/schema/pages.ts';
import { transaction } from '#db/transaction.ts';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import type { Bank } from '../bank.ts';
import { successEnvelope } from '../http/envelope.ts';
import { type Call, type CheckedRequest, callAt } from '../http/request.ts';
import { type AnswerFields, writeJson } from '../http/write-json.ts';
import { enqueueNotify } from '../notify/enqueue.ts';
import { noticeFields } from '../notify/notice.ts';
import { maskCard, maskIdCard } from './identity.ts';
import type { FormValues, PageOperation, PageResult } from './page-operation.ts';

export type Session = typeof pageSession.$inferSelect;

/** The browser's copy hides ID and card numbers; the platform has them from the NOTIFY. */
function masked(fields: AnswerFields): AnswerFields {
  const { idCardNo, legalIdCardNo, bankcardNo } = fields;
  return {
    ...fields,
    ...(typeof idCardNo === 'string' ? { idCardNo: maskIdCard(idCardNo) } : {}),
    ...(typeof legalIdCardNo === 'string' ? { legalIdCardNo: maskIdCard(legalIdCardNo) } : {}),
    ...(typeof bankcardNo === 'string' ? { bankcardNo: maskCard(bankcardNo) } : {}),
  };
}

/** Signs what the browser carries back and closes the session with it, whatever happens to the browser. */
async function closeSession(
  bank: Bank,
  db: BankExecutor,
  session: Session,
  state: 'finished' | 'cancelled',
  document: AnswerFields,
): Promise<Record<string, string>> {
  const result = await noticeFields(bank, {
    platformNo: session.platformNo,
    service: session.service,
    userDevice: session.userDevice,
    responseType: 'CALLBACK',
    respData: writeJson(document),
  });
  await db.update(pageSession).set({ state, result }).where(eq(pageSession.tokenDigest, session.tokenDigest));
  return result;
}

/** Ends a visit without an effect: the number stays free. */
export const cancelVisit = (bank: Bank, session: Session): Promise<Record<string, string>> =>
  closeSession(bank, bank.pool.db, session, 'cancelled', {
    requestNo: session.requestNo,
    code: '0',
    status: 'INIT',
    errorCode: '100008',
    errorMessage: '用户取消操作',
  });

/**
 * Carries out what the customer confirmed: number, effect, notify and the end of the session in one transaction.
 * Answers the browser's fields, or nothing when another submission of the same form was first. Throws Refusal.
 */
export async function finishVisit(
  bank: Bank,
  session: Session,
  operation: PageOperation,
  checked: CheckedRequest,
  form: FormValues,
): Promise<Record<string, string> | undefined> {
  const done = await bank.dayEnd.operate(async (at) => {
    const call: Call = callAt(checked, at);
    return transaction(bank.pool, async (tx) => {
      const taken = await tx
        .update(pageSession)
        .set({ state: 'finished', formNumber: session.formNumber + 1 })
        .where(
          and(
            eq(pageSession.tokenDigest, session.tokenDigest),
            eq(pageSession.state, 'open'),
            eq(pageSession.formNumber, session.formNumber),
          ),
        )
        .returning({ id: pageSession.id });
      if (taken.length === 0) return undefined;
      const result: PageResult = await operation.finish(tx, call, form, session.userDevice);
      const document = successEnvelope(session.requestNo, { transactionTime: toWireTimestamp(at), ...result.fields });
      if (result.notify) {
        await enqueueNotify(tx, bank.newId, {
          platformNo: session.platformNo,
          service: session.service,
          requestNo: session.requestNo,
          userDevice: session.userDevice,
          respData: writeJson(document),
        });
      }
      return closeSession(bank, tx, session, 'finished', masked(document));
    });
  });
  if (done) bank.wake.notifies();
  return done;
}
