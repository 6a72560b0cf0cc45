import { fromDecimalText, type Money } from '#server/primitives/money.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { requireRole } from '../loan/rules.ts';
import { PLATFORM_ACCOUNTS } from './accounts.ts';

export type BankBalance = Readonly<{
  platformUserNo: string;
  available: Money;
  frozen: Money;
  /** Settled, and what has still to arrive from the channels: together the balance. */
  arrived: Money;
  float: Money;
}>;

/**
 * What the bank says right now that the platform's accounts hold, by their numbers; an account that it does not know is
 * left out, and one whose answer did not come is named in `silent`.
 * @throws DomainError FORBIDDEN
 */
export async function askBalances(
  ctx: DomainContext<AdminActor>,
): Promise<Readonly<{ askedAt: Date; balances: readonly BankBalance[]; silent: readonly string[] }>> {
  requireRole(ctx.actor, 'finance', 'administrator', 'auditor');
  const balances: BankBalance[] = [];
  const silent: string[] = [];
  await Promise.all(
    PLATFORM_ACCOUNTS.map(async ({ platformUserNo }) => {
      const answer = await ctx.custody.send('QUERY_USER_INFORMATION', { platformUserNo });
      if (answer.kind === 'unknown') silent.push(platformUserNo);
      if (answer.kind !== 'success') return;
      const read = (field: string): Money => fromDecimalText(String(answer.response[field]));
      balances.push({
        platformUserNo,
        available: read('availableAmount'),
        frozen: read('freezeAmount'),
        arrived: read('arriveBalance'),
        float: read('floatBalance'),
      });
    }),
  );
  return { askedAt: ctx.now(), balances, silent: silent.sort() };
}
