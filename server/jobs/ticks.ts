import type { SystemActor } from '../domain/actors.ts';
import { sendMails } from '../domain/alert/send-mails.ts';
import { alertTick } from '../domain/alert/tick.ts';
import type { DomainContext } from '../domain/context.ts';
import { runOutbox } from '../domain/custody/run-outbox.ts';
import { WORK_RULES, type WorkRule } from '../domain/day-end/rules-of-work.ts';
import { dayEndTick } from '../domain/day-end/tick.ts';

/** Something the worker does when there is any of it to do; above 0, it comes round again at once. */
export type Tick = WorkRule;

const AT_ONCE = 200;

async function outbox(ctx: DomainContext<SystemActor>): Promise<number> {
  const { taken, errors } = await runOutbox(ctx, AT_ONCE);
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of ${taken} instructions met an error`);
  return taken;
}

/** What the worker does, in this order, round and round. */
export const TICKS: readonly Tick[] = [
  { name: 'outbox', run: outbox },
  ...WORK_RULES,
  { name: 'day-end', run: dayEndTick },
  { name: 'alerts', run: alertTick },
  { name: 'mails', run: sendMails },
];
