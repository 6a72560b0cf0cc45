import { createHash, randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { pageSession, type UserDevice } from '#db/bank/schema/pages.ts';
import { requestNumber } from '#db/bank/schema/platforms.ts';
import type { Bank } from '../bank.ts';
import { realNow } from '../clock.ts';
import type { Call, WireFields } from '../http/request.ts';
import { optionalMoment, requiredNumber } from '../operations/fields.ts';
import { Refusal, refuse } from '../refusal.ts';
import type { PageOperation } from './page-operation.ts';
import { requireRedirectUrl } from './redirect-url.ts';

const SESSION_MS = 10 * 60_000;

export const tokenDigest = (token: string): string => createHash('sha256').update(token).digest('hex');

function deviceOf(fields: WireFields, userAgent: string): UserDevice {
  const said = (['PC', 'MOBILE', 'WEB'] as const).find((device) => device === fields.userDevice);
  return said ?? (/Mobi|Android|iPhone/i.test(userAgent) ? 'MOBILE' : 'PC');
}

/**
 * Checks a gateway request and opens a page session for it; answers the secret token of its address. The number is
 * not taken yet: it is when the customer finishes.
 */
export async function openPage(
  bank: Bank,
  call: Call,
  operation: PageOperation,
  fields: WireFields,
  userAgent: string,
): Promise<string> {
  const requestNo = requiredNumber(call.request, 'requestNo');
  requireRedirectUrl(call.request);
  const expired = optionalMoment(call.request, 'expired');
  const leftMs = expired ? expired.getTime() - call.at.getTime() : SESSION_MS;
  if (leftMs <= 0) throw refuse('订单已过期');
  const [taken] = await bank.pool.db
    .select({ requestNo: requestNumber.requestNo })
    .from(requestNumber)
    .where(and(eq(requestNumber.platformNo, call.platformNo), eq(requestNumber.requestNo, requestNo)));
  if (taken) throw new Refusal('100013');
  await operation.open(call);
  const token = randomBytes(24).toString('base64url');
  const createdAt = realNow();
  await bank.pool.db.insert(pageSession).values({
    tokenDigest: tokenDigest(token),
    id: bank.newId(),
    platformNo: call.platformNo,
    service: call.service,
    requestNo,
    reqData: fields.reqData ?? '',
    userDevice: deviceOf(fields, userAgent),
    state: 'open',
    expiresAt: new Date(createdAt.getTime() + Math.min(SESSION_MS, leftMs)),
    createdAt,
  });
  return token;
}
