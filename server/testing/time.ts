import { transaction } from '#db/transaction.ts';
import { instantAt, type PlainDate } from '#server/primitives/calendar.ts';
import { setClock } from '../domain/custody/business-clock.ts';
import type { Harness } from './harness.ts';

/** Moves the bank to an hour of a day and takes over its clock, without the day end that travelling would run. */
export async function moveClocks(
  host: Pick<Harness, 'control' | 'system'>,
  to: PlainDate,
  time: string,
): Promise<void> {
  const moved = await host.control('POST', 'clock', { now: instantAt(to, time).toISOString() });
  const ctx = await host.system();
  await transaction(ctx, (tx) => setClock(tx, ctx, { now: new Date((moved as { now: string }).now) }));
}
