import { and, eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { CustomerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { GatewayForm } from './gateway.ts';
import { openForm } from './open-form.ts';

/**
 * The signed form that takes the customer's browser to the bank's page.
 * @throws DomainError NOT_FOUND unless the instruction is the actor's own, CONFLICT when it has ended or expired
 */
export async function openPage(
  ctx: DomainContext<CustomerActor>,
  instructionId: Uuid,
  userDevice: 'PC' | 'MOBILE',
): Promise<GatewayForm> {
  const [found] = await ctx.db
    .select({ id: instruction.id, service: instruction.service })
    .from(instruction)
    .innerJoin(account, eq(account.id, instruction.accountId))
    .where(
      and(
        ...[eq(instruction.id, instructionId), eq(instruction.channel, 'gateway')],
        eq(account.memberId, ctx.actor.memberId),
      ),
    );
  if (!found) throw new DomainError('NOT_FOUND', 'no such page');
  return openForm(ctx, found, userDevice);
}
