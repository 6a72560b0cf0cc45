import { and, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { account } from '#db/bank/schema/book.ts';
import { entrustment } from '#db/bank/schema/projects.ts';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import { Refusal } from '../refusal.ts';
import { requiredNumber } from './fields.ts';
import type { DirectOperation } from './operation.ts';

const borrower = alias(account, 'borrower');
const entrusted = alias(account, 'entrusted');

/** QUERY_AUTHORIZATION_ENTRUST_PAY_RECORD: an entrusted payment by its number. Clients ask it before they lend. */
export const queryEntrustment: DirectOperation = {
  channel: 'direct',
  run: async ({ bank, platformNo, request }) => {
    const requestNo = requiredNumber(request, 'requestNo');
    const [found] = await bank.pool.db
      .select()
      .from(entrustment)
      .innerJoin(borrower, eq(borrower.id, entrustment.borrowerId))
      .innerJoin(entrusted, eq(entrusted.id, entrustment.entrustedId))
      .where(and(eq(entrustment.platformNo, platformNo), eq(entrustment.requestNo, requestNo)));
    if (!found) throw new Refusal('100007');
    const one = found.entrustment;
    return {
      requestNo,
      projectNo: one.projectNo,
      borrowPlatformUserNo: found.borrower.userNo,
      entrustedType: one.entrustedType,
      entrustedPlatformUserNo: found.entrusted.userNo,
      authorizeStatus: one.status,
      createTime: toWireTimestamp(one.createdAt),
      completedTime: toWireTimestamp(one.createdAt),
    };
  },
};
