import { asc } from 'drizzle-orm';
import { product } from '#db/schema/products.ts';
import { placeBid } from '#server/domain/bidding/place-bid.ts';
import { acceptOffer } from '#server/domain/loan/accept-offer.ts';
import { applyForLoan } from '#server/domain/loan/apply-for-loan.ts';
import { decideLoan, type LoanDecision } from '#server/domain/loan/decide-loan.ts';
import { startReview } from '#server/domain/loan/start-review.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { yuan } from '#server/testing/customers.ts';
import type { Wiring } from '#server/wiring.ts';
import { chanceFrom } from './chance.ts';
import type { People } from './people.ts';
import { type Fate, INVESTORS, type InvestorName, type PlannedLoan } from './plan.ts';
import type { Stage } from './stage.ts';

const BID_STEP_YUAN = 100;

async function productOf(wiring: Wiring, planned: PlannedLoan): Promise<Uuid> {
  const products = await wiring.pool.db.select().from(product).orderBy(asc(product.version));
  const found = products.findLast(({ code }) => code === planned.product);
  if (!found) throw new Error(`no product ${planned.product}`);
  return found.id;
}

async function apply(wiring: Wiring, people: People, planned: PlannedLoan): Promise<Uuid> {
  const borrower = people.borrowers.get(planned.borrower);
  if (!borrower) throw new Error(`nobody is called ${planned.borrower}`);
  const ctx = await wiring.contextFor(borrower.actor);
  const { title, purpose, term } = planned;
  const { loanId } = await applyForLoan(ctx, {
    requestId: ctx.newId(),
    productId: await productOf(wiring, planned),
    title,
    purpose,
    term,
    amount: yuan(planned.amount),
    ratePpm: ratePpm(planned.ratePpm),
    ...(planned.guaranteed && { collateral: planned.guaranteed, guarantorId: people.guarantor.enterpriseId }),
  });
  return loanId;
}

const REASONS: Readonly<Record<LoanDecision['decision'], string>> = {
  offer: '收入与流水相符，同意按申请条件放款',
  return: '请补充近六个月的经营流水',
  reject: '负债与收入之比过高',
};

/** Brings an application as far as its fate goes. @returns whether the loan is listed */
async function decide(wiring: Wiring, people: People, planned: PlannedLoan, loanId: Uuid): Promise<boolean> {
  const { fate, grade } = planned;
  if (fate === 'submitted') return false;
  const officer = await wiring.contextFor(people.officer);
  await startReview(officer, { loanId });
  if (fate === 'reviewing') return false;
  const decision = fate === 'rejected' ? 'reject' : fate === 'returned' ? 'return' : 'offer';
  await decideLoan(officer, { loanId, decision, grade, reason: REASONS[decision] });
  const borrower = people.borrowers.get(planned.borrower);
  if (typeof fate === 'string' || !borrower) return false;
  await acceptOffer(await wiring.contextFor(borrower.actor), { loanId });
  return true;
}

/** Cuts what is bid for into bids of whole steps, the active investor's always among them. */
function bidsFor(planned: PlannedLoan, fate: Exclude<Fate, string>): [InvestorName, number][] {
  const chance = chanceFrom(planned.day * 1_000 + planned.amount);
  let steps = Math.floor((planned.amount * fate.funded) / 100 / BID_STEP_YUAN);
  const others = INVESTORS.slice(1);
  const bidders: InvestorName[] = ['active'];
  for (let more = 2 + chance.below(4); more > 0; more -= 1) {
    const [next] = others.splice(chance.below(others.length), 1);
    if (next) bidders.push(next);
  }
  return bidders.flatMap((bidder, index): [InvestorName, number][] => {
    const fair = Math.floor(steps / (bidders.length - index));
    const part = index === bidders.length - 1 ? steps : Math.max(1, fair - chance.below(Math.ceil(fair / 2)));
    steps -= part;
    return part > 0 ? [[bidder, part * BID_STEP_YUAN]] : [];
  });
}

/** A loan of the plan, with the id it got and whether it may be bid for. */
export type PlayedLoan = Readonly<{ planned: PlannedLoan; number: number; loanId: Uuid; listed: boolean }>;

/** One loan from its application to its listing, or as far as its fate goes. */
export async function listLoan(
  stage: Stage,
  people: People,
  planned: PlannedLoan,
  number: number,
): Promise<PlayedLoan> {
  const wiring = stage.line(`loan ${number}`);
  const loanId = await apply(wiring, people, planned);
  return { planned, number, loanId, listed: await decide(wiring, people, planned, loanId) };
}

/** The bids on a listed loan, one after the other. */
export async function playBids(stage: Stage, people: People, { planned, number, ...loan }: PlayedLoan): Promise<void> {
  if (!loan.listed || typeof planned.fate === 'string') return;
  const wiring = stage.line(`bids ${number}`);
  for (const [name, amount] of bidsFor(planned, planned.fate)) {
    const investor = people.investors.get(name);
    if (!investor) throw new Error(`nobody is called ${name}`);
    const ctx = await wiring.contextFor(investor.actor);
    const placed = await placeBid(ctx, { requestId: ctx.newId(), loanId: loan.loanId, amount: yuan(amount) });
    if (placed.state === 'failed') throw new Error(`a bid of ${name} failed: ${placed.failure}`);
  }
}
