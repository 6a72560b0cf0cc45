import { eq } from 'drizzle-orm';
import { loan } from '#db/schema/loans.ts';
import type { CollectionState } from '#db/schema/repayments.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { type Money, minus, sum, ZERO } from '#server/primitives/money.ts';
import type { BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { balancesOf } from '../ledger/balances.ts';
import type { Loan } from '../loan/move-loan.ts';
import { collectionState } from './collect-instalment.ts';
import { type EarlyLoan, lastQuotableDay, readEarlyLoan, requireQuotable } from './early-loan.ts';
import { totalOf } from './owed.ts';
import { type PayoffQuote, payoffQuote } from './payoff-quote.ts';
import { type PrepaymentQuote, prepaymentQuote } from './prepayment-quote.ts';
import { rowsAhead } from './rows-ahead.ts';

/** A quote as it is shown: what has fallen due in one sum, and what would be paid by the schedule instead. */
type Shown = Readonly<{ due: Money; duePenalty: Money }>;
export type ShownPayoff = Shown &
  Omit<PayoffQuote, 'items' | 'owing'> &
  Readonly<{ lastDay: PlainDate; spendable: Money; bySchedule: Money }>;
export type ShownPart = Shown & Omit<PrepaymentQuote, 'items' | 'owing'>;
export type ShownParts = Readonly<{
  lastDay: PlainDate;
  spendable: Money;
  keepTerm: ShownPart;
  /** Null where both ways are one, since the principal is at the end. */
  keepInstalment: ShownPart | null;
}>;
/** What may be done with a loan ahead of its schedule, as things stand. */
export type EarlyChoices = Readonly<{
  payoff: boolean;
  part: boolean;
  today: PlainDate;
  lastDay: PlainDate;
  /** Principal whose periods have not ended; a part is less than it. */
  left: Money;
}>;

async function ownLoan(ctx: DomainContext<BorrowerActor>, loanId: Uuid): Promise<Loan> {
  const [found] = await ctx.db.select().from(loan).where(eq(loan.id, loanId));
  if (!found || found.borrowerPersonId !== ctx.actor.personId) throw new DomainError('NOT_FOUND', 'no such loan');
  return found;
}

const spendableOf = async (ctx: DomainContext, accountId: Uuid): Promise<Money> =>
  (await balancesOf(ctx.db, accountId))?.spendable ?? ZERO;

function shown<Quote extends PayoffQuote | PrepaymentQuote>(quote: Quote): Shown & Omit<Quote, 'items' | 'owing'> {
  const { items: _items, owing, ...rest } = quote;
  return { ...rest, due: sum(owing.map(totalOf)), duePenalty: sum(owing.map((item) => item.penalty)) };
}

/**
 * What it costs a borrower to pay his loan off on a day, to the fen what is settled on that day.
 * @throws DomainError NOT_FOUND (also for another's loan), NOTHING_DUE, PREPAYMENT_NOT_ALLOWED, INPUT_INVALID (a day in the
 * past or after the end)
 */
export async function quotePayoff(
  ctx: DomainContext<BorrowerActor>,
  { loanId, on }: { loanId: Uuid; on: PlainDate },
): Promise<ShownPayoff> {
  const owned = await ownLoan(ctx, loanId);
  const early = await readEarlyLoan(ctx.db, owned);
  const today = ctx.businessDate;
  requireQuotable(early, { on, today, part: false });
  const quote = payoffQuote(early.terms, early.rows, { on, today }, early.nextNumber);
  return {
    ...shown(quote),
    bySchedule: sum([
      quote.total,
      quote.investors.scheduled,
      minus(ZERO, quote.interest),
      minus(ZERO, quote.fee.total),
    ]),
    lastDay: lastQuotableDay(early, today),
    spendable: await spendableOf(ctx, owned.borrowerAccountId),
  };
}

/**
 * What it costs to pay a part of the principal back on a day, and the schedule then, both ways.
 * @throws DomainError as quotePayoff, and AMOUNT_NOT_POSITIVE, PREPAYMENT_TOO_LARGE (leftFen)
 */
export async function quotePart(
  ctx: DomainContext<BorrowerActor>,
  { loanId, on, part }: { loanId: Uuid; on: PlainDate; part: Money },
): Promise<ShownParts> {
  const owned = await ownLoan(ctx, loanId);
  const early = await readEarlyLoan(ctx.db, owned);
  const today = ctx.businessDate;
  requireQuotable(early, { on, today, part: true });
  const [term, instalment] = (['term', 'instalment'] as const).map((keep) =>
    prepaymentQuote(early.terms, early.rows, { on, today }, { part, keep }, early.nextNumber),
  );
  if (!term || !instalment) throw new Error('both ways are quoted');
  const same = early.terms.repaymentKind === 'bullet' || early.terms.repaymentKind === 'interest-first';
  return {
    lastDay: lastQuotableDay(early, today),
    spendable: await spendableOf(ctx, owned.borrowerAccountId),
    keepTerm: shown(term),
    keepInstalment: same ? null : shown(instalment),
  };
}

const choicesOf = (early: EarlyLoan, today: PlainDate): EarlyChoices => {
  const { running } = rowsAhead(early.terms, early.rows, { on: today, today });
  return {
    payoff: early.rule !== 'none',
    part: early.rule === 'partial' && running.length > 0,
    today,
    lastDay: lastQuotableDay(early, today),
    left: sum(running.map((row) => row.principal)),
  };
};

/** What a borrower may do with his loan ahead of its schedule; null when it is not being repaid. @throws NOT_FOUND */
export async function earlyChoices(
  ctx: DomainContext<BorrowerActor>,
  { loanId }: { loanId: Uuid },
): Promise<EarlyChoices | null> {
  const owned = await ownLoan(ctx, loanId);
  if (owned.state !== 'repaying' && owned.state !== 'overdue') return null;
  if (owned.projectStatus !== 'REPAYING') return null;
  return choicesOf(await readEarlyLoan(ctx.db, owned), ctx.businessDate);
}

/**
 * How a borrower's own payment stands: what was under way when he made it ends when the bank has said so.
 * @throws DomainError NOT_FOUND, also for another's loan
 */
export async function earlyOutcome(
  ctx: DomainContext<BorrowerActor>,
  input: { loanId: Uuid; collectionId: Uuid },
): Promise<{ state: CollectionState }> {
  await ownLoan(ctx, input.loanId);
  return { state: await collectionState(ctx, input.loanId, input.collectionId) };
}
