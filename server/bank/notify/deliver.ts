import { setTimeout as delay } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import type { BankTransaction } from '#db/bank/pool.ts';
import { notify, notifyDelivery } from '#db/bank/schema/notifies.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Bank } from '../bank.ts';
import { realNow } from '../clock.ts';
import type { FaultName, FaultSwitch } from '../faults/fault-box.ts';
import { report } from '../report.ts';
import { noticeFields } from './notice.ts';
import { pauseAfter } from './schedule.ts';

const AT_ONCE = 64;
const BUSY_MS = 20;
const TIMEOUT_MS = 10_000;
/** A claimed notify is nobody else's for so long; after a crash it is claimed again. */
const LEASE_MS = 30_000;
const IDLE_MS = 1000;
const LATE_MS = 5000;
const MOST_LATE_MS = 15_000;
/** How long one that is to come after another waits for that other. */
const OVERTAKEN_MS = 10_000;

const NOTIFY_FAULTS = [
  'notify-lost',
  'notify-late',
  'notify-twice',
  'notify-reordered',
  'notify-forged',
  'notify-amount',
] as const satisfies readonly FaultName[];

type Due = {
  id: Uuid;
  platformNo: string;
  service: string;
  requestNo: string;
  userDevice: string;
  respData: string;
  attempts: number;
};
type Attempt = { url: string; at: Date; durationMs: number; httpStatus: number | null; answer: string; taken: boolean };

async function claimDue(bank: Bank, most: number): Promise<Due[]> {
  const now = realNow();
  const rows = await bank.pool.db.execute<Record<string, string>>(sql`
    update notify set attempts = attempts + 1,
      next_attempt_at = ${new Date(now.getTime() + LEASE_MS).toISOString()}::timestamptz
    where id = any(array(select id from notify
      where state = 'waiting' and next_attempt_at <= ${now.toISOString()}::timestamptz
      order by next_attempt_at limit ${most} for update skip locked))
    returning id, platform_no, service, request_no, user_device, resp_data, attempts::text`);
  return rows.map((row) => ({
    id: row.id as Uuid,
    platformNo: row.platform_no ?? '',
    service: row.service ?? '',
    requestNo: row.request_no ?? '',
    userDevice: row.user_device ?? 'PC',
    respData: row.resp_data ?? '',
    attempts: Number(row.attempts),
  }));
}

/** One POST. Anything but the body SUCCESS, and any failure of the network, counts as not taken. */
async function post(url: string, fields: Record<string, string>, stop: AbortSignal): Promise<Attempt> {
  const at = realNow();
  const took = () => realNow().getTime() - at.getTime();
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const answer = (await response.text()).slice(0, 2000).replaceAll('\0', '');
    return {
      url,
      at,
      durationMs: took(),
      httpStatus: response.status,
      answer,
      taken: response.ok && answer.trim() === 'SUCCESS',
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return {
      url,
      at,
      durationMs: took(),
      httpStatus: null,
      answer: `${(error as Error).message}${cause}`,
      taken: false,
    };
  }
}

async function recordAttempt(
  bank: Bank,
  tx: BankTransaction,
  due: Due,
  attempt: Attempt,
  fault: string | null,
): Promise<void> {
  await tx.insert(notifyDelivery).values({ id: bank.newId(), notifyId: due.id, fault, ...attempt });
  const pauseMs = pauseAfter(due.attempts);
  await tx
    .update(notify)
    .set(
      attempt.taken
        ? { state: 'taken' }
        : {
            state: pauseMs === undefined ? 'parked' : 'waiting',
            nextAttemptAt: new Date(realNow().getTime() + (pauseMs ?? 0)),
          },
    )
    .where(eq(notify.id, due.id));
}

/** Wakes those that wait for another notify of the platform to overtake them. */
type Overtaking = Map<string, Set<() => void>>;
type Sweep = { overtaking: Overtaking; stop: AbortSignal };

async function holdBack(
  name: (typeof NOTIFY_FAULTS)[number] | undefined,
  due: Due,
  fault: FaultSwitch,
  { overtaking, stop }: Sweep,
): Promise<void> {
  if (name === 'notify-late') {
    await delay(Math.min(fault.delayMs ?? LATE_MS, MOST_LATE_MS), undefined, { signal: stop });
  }
  if (name !== 'notify-reordered') return;
  const waiting = overtaking.get(due.platformNo) ?? new Set();
  overtaking.set(due.platformNo, waiting);
  const overtaken = new AbortController();
  const wake = (): void => overtaken.abort();
  waiting.add(wake);
  const patienceMs = Math.min(fault.delayMs ?? OVERTAKEN_MS, MOST_LATE_MS);
  await delay(patienceMs, undefined, { signal: AbortSignal.any([stop, overtaken.signal]) }).catch(() => {});
  waiting.delete(wake);
  stop.throwIfAborted();
}

async function deliver(bank: Bank, due: Due, sweep: Sweep): Promise<void> {
  const url = bank.keys.platform(due.platformNo)?.notifyUrl ?? '';
  const fault = bank.faults.draw(due, NOTIFY_FAULTS);
  const name = fault?.fault as (typeof NOTIFY_FAULTS)[number] | undefined;
  if (fault) await holdBack(name, due, fault, sweep);
  const fields = await noticeFields(bank, { ...due, responseType: 'NOTIFY' }, name);
  const lost: Attempt = { url, at: realNow(), durationMs: 0, httpStatus: null, answer: 'lost', taken: false };
  const attempt = name === 'notify-lost' ? lost : await post(url, fields, sweep.stop);
  await transaction(bank.pool, (tx) => recordAttempt(bank, tx, due, attempt, fault?.fault ?? null));
  for (const wake of sweep.overtaking.get(due.platformNo) ?? []) wake();
  if (name === 'notify-twice') {
    const again = await post(url, fields, sweep.stop);
    await bank.pool.db
      .insert(notifyDelivery)
      .values({ id: bank.newId(), notifyId: due.id, fault: 'notify-twice', ...again });
  }
}

async function untilNextDue(bank: Bank): Promise<number> {
  const [row] = await bank.pool.db.execute<{ at: string | null }>(
    sql`select min(next_attempt_at)::text as at from notify where state = 'waiting'`,
  );
  if (!row?.at) return IDLE_MS;
  return Math.max(0, Math.min(IDLE_MS, new Date(row.at).getTime() - realNow().getTime()));
}

/**
 * The delivery loop's sweep: takes what is due and starts it, without waiting for a platform that hangs, and answers
 * how long until the next. At most 64 are under way.
 */
export function makeDelivery(bank: Bank): { sweep: () => Promise<number>; close: () => Promise<void> } {
  const underWay = new Set<Promise<void>>();
  const stop = new AbortController();
  const sweep: Sweep = { overtaking: new Map(), stop: stop.signal };
  return {
    sweep: async () => {
      const free = AT_ONCE - underWay.size;
      if (free === 0) return BUSY_MS;
      for (const due of await claimDue(bank, free)) {
        const delivery: Promise<void> = deliver(bank, due, sweep)
          .catch((error: unknown) => report('notify', error))
          .finally(() => underWay.delete(delivery));
        underWay.add(delivery);
      }
      return underWay.size === AT_ONCE ? BUSY_MS : untilNextDue(bank);
    },
    close: async () => {
      stop.abort();
      await Promise.all(underWay);
    },
  };
}
