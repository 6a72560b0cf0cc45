import { and, eq } from 'drizzle-orm';
import { type CheckName, checkResult } from '#db/schema/reconciliation.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { fen, type Money, minus, ZERO } from '#server/primitives/money.ts';
import type { DomainContext } from '../context.ts';
import {
  type AccountGroup,
  type AccountLine,
  accountClasses,
  accountsOfClass,
  linesOfAccount,
} from './drill-accounts.ts';
import { type LineGroup, type LinePair, lineAccounts, lineClasses, linePairs } from './drill-lines.ts';

/** Where somebody stands on the way from a check's total to one line, and the page of what lies below. */
export type DrillAsked = Readonly<{
  date: PlainDate;
  check: CheckName;
  /** Kind of business, or kind of account. */
  name?: string;
  /** platformUserNo. */
  account?: string;
  /** What the page before ended with. */
  after?: string;
  /** Only what is not alike on both sides. */
  differing: boolean;
}>;
/** The difference that is left at each step of the way. */
export type DrillStep = Readonly<{
  level: 'check' | 'class' | 'account';
  name: string;
  difference: Money;
  left: Money;
  right: Money;
}>;
export type DrillRows =
  | Readonly<{ kind: 'line-classes' | 'line-accounts'; rows: LineGroup[] }>
  | Readonly<{ kind: 'account-classes' | 'accounts'; rows: AccountGroup[] }>
  | Readonly<{ kind: 'line-pairs'; rows: LinePair[] }>
  | Readonly<{ kind: 'entries'; rows: AccountLine[] }>;
export type Drill = Readonly<{
  state: (typeof checkResult.$inferSelect)['state'];
  compared: number;
  steps: DrillStep[];
  below: DrillRows;
  /** Where the next page begins; null on the last. */
  next: string | null;
}>;

type Ctx = Pick<DomainContext, 'db'>;

export const PAGE_SIZE = 50;

/** Checks of what moved are followed by lines, checks of what is held by accounts. */
const byLines = (check: CheckName): boolean => check === 'line-by-line' || check === 'total-to-total';

/** One more than a page tells whether there is another. */
function paged<Row>(rows: readonly Row[], keyOf: (row: Row) => string): { rows: Row[]; next: string | null } {
  const shown = rows.slice(0, PAGE_SIZE);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > PAGE_SIZE && last ? keyOf(last) : null };
}

const limit = PAGE_SIZE + 1;
type Level = Readonly<{ steps: DrillStep[]; below: DrillRows; next: string | null }>;

const stepOf = (level: DrillStep['level'], group: LineGroup | undefined, name: string): DrillStep => ({
  level,
  name,
  difference: group?.difference ?? ZERO,
  left: group?.left ?? ZERO,
  right: group?.right ?? ZERO,
});

/** Received from the channels is compared in total: of the lines only the recharges. */
async function classesOf(ctx: Ctx, { date, check }: DrillAsked): Promise<LineGroup[]> {
  const classes = await lineClasses(ctx, date);
  return check === 'total-to-total' ? classes.filter(({ name }) => name === 'RECHARGE') : classes;
}

async function throughLines(ctx: Ctx, asked: DrillAsked): Promise<Level> {
  const { date, name, account, after, differing } = asked;
  const classes = await classesOf(ctx, asked);
  if (name === undefined) {
    const rows = differing
      ? classes.filter((one) => one.difference !== 0n || one.leftCount !== one.rightCount)
      : classes;
    return { steps: [], below: { kind: 'line-classes', rows }, next: null };
  }
  const steps = [
    stepOf(
      'class',
      classes.find((one) => one.name === name),
      name,
    ),
  ];
  if (account === undefined) {
    const { rows, next } = paged(
      await lineAccounts(ctx, { date, name }, { after, differing, limit }),
      (row) => row.name,
    );
    return { steps, below: { kind: 'line-accounts', rows }, next };
  }
  const [whole] = await lineAccounts(ctx, { date, name, account }, { differing: false, limit: 1 });
  const pairs = await linePairs(ctx, { date, name, account }, { after, differing, limit });
  const { rows, next } = paged(pairs, (row) => row.key);
  return { steps: [...steps, stepOf('account', whole, account)], below: { kind: 'line-pairs', rows }, next };
}

const heldStep = (level: DrillStep['level'], group: AccountGroup | undefined, name: string): DrillStep => {
  const [difference, left] = [group?.difference ?? ZERO, group?.closing ?? ZERO];
  return { level, name, difference, left, right: group?.theirs ?? minus(left, difference) };
};

async function throughAccounts(ctx: Ctx, asked: DrillAsked): Promise<Level> {
  const { date, check, name, account, after, differing } = asked;
  const classes = await accountClasses(ctx, date, check);
  if (name === undefined) {
    const rows = differing ? classes.filter((one) => one.breaks > 0) : classes;
    return { steps: [], below: { kind: 'account-classes', rows }, next: null };
  }
  const steps = [
    heldStep(
      'class',
      classes.find((one) => one.name === name),
      name,
    ),
  ];
  const ofRole = { date, check, role: name };
  if (account === undefined) {
    const found = await accountsOfClass(ctx, ofRole, { after, differing, limit });
    const { rows, next } = paged(found, (row) => row.name);
    return { steps, below: { kind: 'accounts', rows }, next };
  }
  const [whole] = await accountsOfClass(ctx, { ...ofRole, account }, { differing: false, limit: 1 });
  const found = await linesOfAccount(ctx, { date, account }, { after: after ? BigInt(after) : undefined, limit });
  const { rows, next } = paged(found, (row) => row.sequence.toString());
  return { steps: [...steps, heldStep('account', whole, account)], below: { kind: 'entries', rows }, next };
}

/**
 * One step of the way from a check's total by kind and account to single lines, with the difference left at each step
 * before it. Undefined for a check that has not been made.
 */
export async function drillInto(ctx: Ctx, asked: DrillAsked): Promise<Drill | undefined> {
  const { date, check } = asked;
  const ofCheck = and(eq(checkResult.businessDate, date), eq(checkResult.check, check));
  const [result] = await ctx.db.select().from(checkResult).where(ofCheck);
  if (!result) return undefined;
  const [left, right] = [fen(result.leftFen), fen(result.rightFen)];
  const { steps, below, next } = byLines(check) ? await throughLines(ctx, asked) : await throughAccounts(ctx, asked);
  const whole: DrillStep = { level: 'check', name: check, left, right, difference: minus(left, right) };
  return { state: result.state, compared: result.compared, steps: [whole, ...steps], below, next };
}
