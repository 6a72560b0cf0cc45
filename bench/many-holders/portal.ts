import { and, asc, eq, notInArray } from 'drizzle-orm';
import { type InstructionKind, instruction } from '#db/schema/custody.ts';
import type { SystemActor } from '#server/domain/actors.ts';
import type { DomainContext } from '#server/domain/context.ts';
import type { CustodyGateway } from '#server/domain/custody/gateway.ts';
import { runOutbox } from '#server/domain/custody/run-outbox.ts';
import { conclude } from '#server/domain/custody/write-outcome.ts';
import { collectDue } from '#server/domain/repayment/collect-due.ts';
import { settleLoan } from '#server/domain/settlement/settle-loan.ts';
import { type PlainDate, toWireTimestamp } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';

type System = DomainContext<SystemActor>;

/** A bank that says yes at once: freezes and single trades are done, trades of a batch are taken. */
export function agreeable(ctx: System): System {
  const send: CustodyGateway['send'] = async (service, { requestNo, batchNo, status }) => {
    const done = { transactionStatus: 'SUCCESS', transactionTime: toWireTimestamp(ctx.now()) };
    const told =
      service === 'ASYNC_TRANSACTION' ? { requestNo: batchNo } : { requestNo, ...done, projectStatus: status };
    return { kind: 'success', response: { code: '0', status: 'SUCCESS', ...told } };
  };
  return { ...ctx, custody: { ...ctx.custody, send } };
}

/** The bank's notifies of all trades of a kind that have not ended, one after the other. */
async function hearOf(ctx: System, kind: InstructionKind): Promise<void> {
  const trades = await ctx.db
    .select()
    .from(instruction)
    .where(and(eq(instruction.kind, kind), notInArray(instruction.state, ['succeeded', 'failed'])))
    .orderBy(asc(instruction.id));
  for (const held of trades) {
    const ended = await conclude(ctx, held, { kind: 'succeeded', at: ctx.now(), record: {} });
    if (!ended) throw new Error('the trade was not concluded');
  }
}

/** From full to repaying: planned, sent, and every trade concluded. */
export async function settle(ctx: System, loanId: Uuid): Promise<void> {
  await settleLoan(ctx, { loanId });
  await hearOf(ctx, 'settle-chunk');
}

/** What falls due on a day, collected and distributed to the last holder. */
export async function distribute(ctx: System, on: PlainDate): Promise<void> {
  const { errors } = await collectDue(ctx, { on });
  if (errors.length > 0) throw new AggregateError(errors);
  for (let taken = 1; taken > 0; ) {
    const sweep = await runOutbox(ctx, 1_000);
    if (sweep.errors.length > 0) throw new AggregateError(sweep.errors);
    taken = sweep.taken;
  }
  await hearOf(ctx, 'distribute');
}
