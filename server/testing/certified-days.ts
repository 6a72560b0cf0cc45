import { eq } from 'drizzle-orm';
import { entry, journal } from '#db/schema/accounts.ts';
import { dayRun, dayStep } from '#db/schema/operations.ts';
import { member } from '#db/schema/people.ts';
import { checkfileRow, correction, reconciliation, reconciliationBreak } from '#db/schema/reconciliation.ts';
import { transaction } from '#db/transaction.ts';
import { CHECK_NAMES } from '#server/primitives/break-words.ts';
import { addDays, instantAt, type PlainDate } from '#server/primitives/calendar.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { mintSystem } from '../domain/actors.ts';
import type { DomainContext } from '../domain/context.ts';
import { CHART } from '../domain/ledger/chart.ts';
import { CERTIFICATE_STEP } from '../domain/reconciliation/issue-certificate.ts';
import { recordOutcomes } from '../domain/reconciliation/record-outcome.ts';
import type { LoneDatabase } from './context.ts';

/** The morning after a date, when its day end is through; `minutes` later for what is done by hand. */
export function morningAfter(portal: LoneDatabase, date: PlainDate, minutes = 0): DomainContext {
  const moment = new Date(instantAt(addDays(date, 1), '09:30').getTime() + minutes * 60_000);
  return portal.contextFor(mintSystem(), { now: () => moment });
}

const AMOUNT = 50_000n;

async function postTransfer(portal: LoneDatabase, date: PlainDate, minute: number): Promise<void> {
  const { db } = portal.pool;
  const [id, occurredAt] = [portal.system.newId(), instantAt(date, `12:${minute}`)];
  const posting = { id, kind: 'FUNDS_TRANSFER' as const, instructionId: portal.system.newId(), lineNumber: 1 };
  await db
    .insert(journal)
    .values({ ...posting, amount: fen(AMOUNT), occurredAt, businessDate: date, postedAt: occurredAt });
  const legs = [
    [CHART.income.id, -AMOUNT],
    [CHART.marketing.id, AMOUNT],
  ] as const;
  await db.insert(entry).values(
    legs.map(([accountId, amount]) => ({
      accountId,
      sequence: BigInt(minute),
      journalId: id,
      bucket: 'available' as const,
      amount: fen(amount),
      balanceAfter: fen(amount),
      businessDate: date,
      occurredAt,
    })),
  );
}

/** A day of one posting and one line of the bank's file; `minute` is its own. */
export async function playCertifiable(portal: LoneDatabase, date: PlainDate, minute: number): Promise<void> {
  const { db } = portal.pool;
  await db.insert(dayRun).values({ businessDate: date, state: 'running', fence: 0n });
  await db.insert(dayStep).values({ businessDate: date, step: CERTIFICATE_STEP, position: 1, state: 'pending' });
  await postTransfer(portal, date, minute);
  await db.insert(checkfileRow).values({
    businessDate: date,
    file: 'TRANSACTION',
    rowNumber: 1,
    matchKey: 'K1',
    requestNo: 'R1',
    bizType: 'FUNDS_TRANSFER',
    amountFen: AMOUNT,
    occurredAt: instantAt(date, `12:${minute}`),
    raw: 'a,b,c',
  });
}

/** The six checks of a date, run `minutes` after its day end: green, or with one break in the first. */
export async function recordChecks(portal: LoneDatabase, date: PlainDate, red = false, minutes = 0): Promise<void> {
  const texts = { object: 'K1', ours: '500.00 a>b', theirs: '500.01 a>b' };
  const broken = { ...texts, kind: 'amount' as const, cause: 'file-row-changed' as const };
  const outcomes = CHECK_NAMES.map((check) => {
    const isRed = red && check === CHECK_NAMES[0];
    const state = isRed
      ? ('red' as const)
      : check === 'total-to-detail'
        ? ('not-offered' as const)
        : ('green' as const);
    const right = fen(isRed ? AMOUNT + 1n : AMOUNT);
    return { check, state, left: fen(AMOUNT), right, compared: 1, breaks: isRed ? [broken] : [] };
  });
  const ctx = morningAfter(portal, date, minutes);
  await transaction(portal.pool, (tx) => recordOutcomes(tx, ctx, date, outcomes));
}

async function openLogin(portal: LoneDatabase, displayName: string): Promise<Uuid> {
  const id = portal.system.newId();
  const createdAt = portal.system.realNow();
  await portal.pool.db.insert(member).values({ id, login: displayName, displayName, passwordHash: 'none', createdAt });
  return id;
}

/** Two people sign the one break of a date off. */
export async function signOffDay(portal: LoneDatabase, date: PlainDate): Promise<{ maker: Uuid; checker: Uuid }> {
  const { db } = portal.pool;
  const [open] = await db.select().from(reconciliationBreak).where(eq(reconciliationBreak.businessDate, date));
  if (!open) throw new Error('no break');
  const [maker, checker] = [await openLogin(portal, '做对账的人'), await openLogin(portal, '复核的人')];
  await db.insert(correction).values({
    id: portal.system.newId(),
    breakId: open.id,
    businessDate: date,
    kind: 'sign-off',
    state: 'applied',
    reason: '银行确认文件有误',
    proposedAt: morningAfter(portal, date).now(),
    makerId: maker,
    madeAt: morningAfter(portal, date, 1).now(),
    checkerId: checker,
    checkedAt: morningAfter(portal, date, 2).now(),
  });
  await db.update(reconciliation).set({ state: 'signed' }).where(eq(reconciliation.businessDate, date));
  return { maker, checker };
}
