import { and, eq, inArray } from 'drizzle-orm';
import { authorisation } from '#db/bank/schema/members.ts';
import { transaction } from '#db/transaction.ts';
import { AUTHORISATIONS } from '../pages/authorisation-fields.ts';
import { malformed } from '../refusal.ts';
import { claimNumber } from './claim-number.ts';
import { listOf, requiredNumber } from './fields.ts';
import { findAccount, requireAccount } from './find-account.ts';
import type { DirectOperation } from './operation.ts';

/** CANCEL_USER_AUTHORIZATION: takes standing authorisations back; freezes made under them stay. */
export const cancelAuthorisation: DirectOperation = {
  channel: 'direct',
  run: async (call) => {
    const requestNo = requiredNumber(call.request, 'requestNo');
    const userNo = requiredNumber(call.request, 'platformUserNo');
    const kinds = listOf(call.request, 'authList', AUTHORISATIONS);
    if (kinds.length === 0) throw malformed('authList: missing');
    await transaction(call.bank.pool, async (tx) => {
      await claimNumber(tx, call, requestNo);
      const { id } = requireAccount(await findAccount(tx, call.platformNo, userNo));
      await tx.delete(authorisation).where(and(eq(authorisation.accountId, id), inArray(authorisation.kind, kinds)));
    });
    return { authList: kinds.join(',') };
  },
};
