import { and, eq, inArray } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import type { Transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { CustomerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { LIVE_STATES } from '../custody/states.ts';

/** What the bank calls each role, and what a member's number there begins with. */
export const CUSTODY_ROLES = {
  investor: { role: 'INVESTOR', prefix: 'INV' },
  borrower: { role: 'BORROWERS', prefix: 'BOR' },
  guarantor: { role: 'GUARANTEECORP', prefix: 'GUA' },
} as const;

/** A member's number at the bank: the random half of a UUIDv7, short and never met again. */
export const newUserNo = (ctx: Pick<DomainContext, 'newId'>, prefix: string): string =>
  `${prefix}-${ctx.newId().slice(-17).replace('-', '').toUpperCase()}`;

/**
 * The account that is being opened goes to another holder only while the bank is asked about nobody, and under
 * another number; to nobody at all while the bank's clerk looks at it.
 */
async function requireFree(tx: Transaction, accountId: Uuid, sameHolder: boolean): Promise<void> {
  const live = await tx
    .select({ state: instruction.state })
    .from(instruction)
    .where(and(eq(instruction.accountId, accountId), inArray(instruction.state, [...LIVE_STATES])));
  if (live.some(({ state }) => state === 'accepted' || !sameHolder))
    throw new DomainError('CONFLICT', 'the bank is deciding on an opening of this account');
}

/**
 * The member's account of the actor's role, made `opening` when there is none. The caller holds the member's lock.
 * @throws DomainError ACCOUNT_ALREADY_OPEN, CONFLICT while the bank decides on an earlier try
 */
export async function openingAccount(
  tx: Transaction,
  ctx: DomainContext<CustomerActor>,
  holder: { personId: Uuid; enterpriseId: Uuid | null },
): Promise<{ id: Uuid; userNo: string }> {
  const { role, prefix } = CUSTODY_ROLES[ctx.actor.kind];
  const [found] = await tx
    .select({
      id: account.id,
      state: account.state,
      userNo: account.platformUserNo,
      enterpriseId: account.enterpriseId,
    })
    .from(account)
    .where(and(eq(account.memberId, ctx.actor.memberId), eq(account.role, role)))
    .for('update');
  if (found && found.state !== 'opening') throw new DomainError('ACCOUNT_ALREADY_OPEN', 'the account is open already');
  if (found) {
    const sameHolder = found.enterpriseId === holder.enterpriseId;
    await requireFree(tx, found.id, sameHolder);
    const userNo = sameHolder ? found.userNo : newUserNo(ctx, prefix);
    await tx
      .update(account)
      .set({ ...holder, platformUserNo: userNo })
      .where(eq(account.id, found.id));
    return { id: found.id, userNo };
  }
  const id = ctx.newId();
  const userNo = newUserNo(ctx, prefix);
  const createdAt = ctx.now();
  const { memberId } = ctx.actor;
  await tx
    .insert(account)
    .values({ id, memberId, role, platformUserNo: userNo, state: 'opening', createdAt, ...holder });
  return { id, userNo };
}
