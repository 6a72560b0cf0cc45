import { and, eq, gt, inArray } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { transaction } from '#db/transaction.ts';
import { toWireTimestamp } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { DomainContext } from '../context.ts';
import { requestOf } from './ask-bank.ts';
import type { GatewayForm } from './gateway.ts';
import { instructionMachine } from './states.ts';

/** Services whose page the bank closes at the request's `expired`. */
const EXPIRING = new Set(['RECHARGE', 'WITHDRAW', 'USER_PRE_TRANSACTION', 'VERIFY_DEDUCT']);
/** The others: a form is good for ten minutes by its timestamp, and the page it opens for ten more. */
const LONGEST_VISIT_MS = 20 * 60_000;
/** A notify comes within seconds; after that we ask, in case it was lost. */
const FIRST_QUESTION_MS = 15_000;

/**
 * The signed form of an instruction whose page the actor may open; from now on it is `sent`. May be asked for again
 * until the page has expired (a reload, the back button).
 * @throws DomainError CONFLICT when it has ended or expired
 */
export async function openForm(
  ctx: DomainContext,
  found: Readonly<{ id: Uuid; service: string }>,
  userDevice: 'PC' | 'MOBILE',
): Promise<GatewayForm> {
  const expiring = EXPIRING.has(found.service);
  const [opened] = await transaction(ctx, (tx) =>
    tx
      .update(instruction)
      .set({
        state: instructionMachine.created.send,
        sentAt: ctx.now(),
        ...(expiring ? {} : { expiresAt: new Date(ctx.now().getTime() + LONGEST_VISIT_MS) }),
        nextAttemptAt: new Date(ctx.realNow().getTime() + FIRST_QUESTION_MS),
      })
      .where(
        and(
          ...[eq(instruction.id, found.id), inArray(instruction.state, ['created', 'sent'])],
          gt(instruction.expiresAt, ctx.now()),
        ),
      )
      .returning(),
  );
  if (!opened) throw new DomainError('CONFLICT', 'the page has ended or expired');
  const reqData = await requestOf(ctx, opened);
  // Services that know no `expired` ignore it; a bank that honours it everywhere closes their pages with ours.
  const expired = opened.expiresAt ? toWireTimestamp(opened.expiresAt) : undefined;
  return ctx.custody.form(opened.service, { ...reqData, expired }, userDevice);
}
