import { and, eq, inArray } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import type { GatewayForm } from '../custody/gateway.ts';
import { openForm } from '../custody/open-form.ts';
import { requireRole } from '../loan/rules.ts';
import { PLATFORM_ACCOUNTS } from './accounts.ts';

/**
 * The signed form that takes somebody of finance to the bank's page for the platform's own money.
 * @throws DomainError FORBIDDEN, NOT_FOUND for a page of anybody else, CONFLICT when it has ended or expired
 */
export async function openOrderPage(
  ctx: DomainContext<AdminActor>,
  instructionId: Uuid,
  userDevice: 'PC' | 'MOBILE',
): Promise<GatewayForm> {
  requireRole(ctx.actor, 'finance');
  const accounts = PLATFORM_ACCOUNTS.map(({ id }) => id);
  const [found] = await ctx.db
    .select({ id: instruction.id, service: instruction.service })
    .from(instruction)
    .where(
      and(
        ...[eq(instruction.id, instructionId), eq(instruction.channel, 'gateway')],
        inArray(instruction.accountId, accounts),
      ),
    );
  if (!found) throw new DomainError('NOT_FOUND', 'no such page');
  return openForm(ctx, found, userDevice);
}
