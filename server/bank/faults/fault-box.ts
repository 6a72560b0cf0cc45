import { asc, eq, sql } from 'drizzle-orm';
import type { BankPool } from '#db/bank/pool.ts';
import { fault as faultTable } from '#db/bank/schema/desk.ts';
import { randomIds, type Uuid } from '#server/primitives/ids.ts';
import { realNow } from '../clock.ts';
import type { RefusalCode } from '../refusal.ts';
import { report } from '../report.ts';

/** What the bank can be told to do wrong. */
export const FAULT_NAMES = [
  'refuse',
  'delay',
  'drop-before',
  'drop-after',
  'http-500',
  'truncated',
  'unsigned',
  'wrong-sign',
  'refusal',
  'clock',
  'stuck',
  'miscarry',
  'remit-fail',
  'advance-empty',
  'channel-missing',
  'notify-lost',
  'notify-late',
  'notify-twice',
  'notify-reordered',
  'notify-forged',
  'notify-amount',
  'file-missing-row',
  'file-extra-row',
  'file-fen',
  'file-user',
  'file-wrong-day',
  'file-twice',
  'file-broken',
  'file-absent',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

export type FaultSwitch = typeof faultTable.$inferSelect;
export type NewFault = {
  platformNo?: string;
  service: string;
  fault: FaultName;
  next?: number;
  probability?: number;
  seed?: number;
  delayMs?: number;
  /** Strikes only what has this number, where the number is known: a recharge, a payout, a trade, a request read. */
  requestNo?: string;
  errorCode?: RefusalCode;
  errorMessage?: string;
  hours?: number;
};

/** Where a fault may strike. */
export type FaultPlace = { platformNo: string | null; service: string; requestNo?: string | null };

/** The switches that are on. They live in memory, so a request asks them for nothing, and in the database. */
export type FaultBox = {
  /** Asks whether one of these faults strikes now; the first switch that does is used up by one. */
  draw: (at: FaultPlace, names: readonly FaultName[]) => FaultSwitch | undefined;
  /** Every switch that strikes now, each used up by one: what has many places can be struck at several at once. */
  drawEach: (at: FaultPlace, names: readonly FaultName[]) => FaultSwitch[];
  add: (wanted: NewFault) => Promise<FaultSwitch>;
  /** Removes one, or all. Answers how many. */
  remove: (id?: Uuid) => Promise<number>;
  list: () => readonly FaultSwitch[];
};

/** The nth number in [0, 1) of a seed (mulberry32): the same seed draws the same way every time. */
export function drawOf(seed: number, n: number): number {
  let state = (seed + Math.imul(n + 1, 0x6d2b79f5)) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 4294967296;
}

function strikes(entry: FaultSwitch): boolean {
  if (entry.remaining !== null) return entry.remaining > 0;
  return drawOf(entry.seed, entry.draws) < (entry.probability ?? 0);
}

/** Opens the box with the switches that were on when the bank last stopped. */
export async function openFaultBox(pool: BankPool): Promise<FaultBox> {
  const newId = randomIds(() => realNow().getTime());
  let switches = await pool.db.select().from(faultTable).orderBy(asc(faultTable.createdAt));
  let writing: Promise<unknown> = Promise.resolve();

  const remember = ({ id, remaining, draws, fired }: FaultSwitch): void => {
    writing = writing
      .then(() => pool.db.update(faultTable).set({ remaining, draws, fired }).where(eq(faultTable.id, id)))
      .catch((error: unknown) => report('faults', error));
  };

  const strikesAt = (entry: FaultSwitch, at: FaultPlace, names: readonly FaultName[]): boolean => {
    const meant =
      (names as readonly string[]).includes(entry.fault) &&
      (entry.service === '*' || entry.service === at.service) &&
      (entry.platformNo === null || entry.platformNo === at.platformNo) &&
      (entry.requestNo === null || entry.requestNo === at.requestNo);
    if (!meant) return false;
    const struck = strikes(entry);
    if (entry.remaining === null) entry.draws += 1;
    else if (struck) entry.remaining -= 1;
    if (struck) entry.fired += 1;
    if (struck || entry.remaining === null) remember(entry);
    return struck;
  };

  return {
    draw: (at, names) => {
      const struck = switches.find((entry) => strikesAt(entry, at, names));
      return struck && { ...struck };
    },
    drawEach: (at, names) => switches.filter((entry) => strikesAt(entry, at, names)).map((entry) => ({ ...entry })),
    add: async ({ next, ...wanted }) => {
      const [row] = await pool.db
        .insert(faultTable)
        .values({
          ...wanted,
          id: newId(),
          remaining: next ?? (wanted.probability === undefined ? 1 : null),
          createdAt: realNow(),
        })
        .returning();
      if (!row) throw new Error('the fault was not stored');
      switches = [...switches, row];
      return row;
    },
    remove: async (id) => {
      const gone = switches.filter((entry) => id === undefined || entry.id === id);
      switches = switches.filter((entry) => !gone.includes(entry));
      await writing;
      await pool.db.delete(faultTable).where(id === undefined ? sql`true` : eq(faultTable.id, id));
      return gone.length;
    },
    list: () => switches,
  };
}
