import { asc, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { bid } from '#db/schema/loans.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import { placeBid } from '../../domain/bidding/place-bid.ts';
import type { Failpoint } from '../../domain/failpoints.ts';
import { type Borrower, type Investor, yuan } from '../customers.ts';
import { openListing, type Wanted } from '../listings.ts';
import { loanOf } from './listing.ts';
import type { Order } from './orders.ts';
import { type Prepare, type Scene, WORK } from './scene.ts';
import { freezesAtBank } from './soundness.ts';
import { idsOf, leaveAt, type World } from './world.ts';

/** What is bid in these scenes. */
export const AMOUNT = yuan(400);

/** What is not as usual about a loan. */
export type LoanTerms = Partial<Omit<Wanted, 'amount'>> & Readonly<{ borrower?: Borrower }>;

export const bidsOf = (world: World, loanId: Uuid) =>
  world.wiring.pool.db.select().from(bid).where(eq(bid.loanId, loanId)).orderBy(asc(bid.id));

/** An open loan of ¥1,000, for three months unless it is said. */
export const openLoan = (world: World, terms: LoanTerms = {}): Promise<Uuid> =>
  openListing(world.wiring, terms.borrower ?? world.borrower, { amount: yuan(1_000), ...terms });

/** A bid that the bank has frozen. */
export async function bidBy(investor: Investor, loanId: Uuid, whole: number): Promise<Uuid> {
  const ctx = await investor.context();
  const placed = await placeBid(ctx, { requestId: ctx.newId(), loanId, amount: yuan(whole) });
  if (placed.state !== 'frozen') throw new Error(`the bid is ${placed.state}`);
  return placed.bidId;
}

export const placed = (world: World, loanId: Uuid, order: Order): Scene => ({
  objectId: loanId,
  order,
  instructions: { 'register-project': 1, 'freeze-bid': 1 },
  isOver: async () => (await bidsOf(world, loanId))[0]?.state === 'frozen',
  verify: async (answer) => {
    const bids = await bidsOf(world, loanId);
    expect(bids).toMatchObject([{ state: 'frozen', amount: AMOUNT, investorAccountId: world.anna.accountId }]);
    if (order.do === 'place-bid' || order.do === 'bid-by-password')
      expect(answer).toMatchObject({ kind: 'done', result: { bidId: bids[0]?.id } });
    expect(await loanOf(world, loanId)).toMatchObject({ state: 'open', reserved: AMOUNT, frozen: AMOUNT });
    const freeze = (await freezesAtBank(world, loanId)).get(bids[0]?.freezeRequestNo ?? '');
    expect(freeze).toMatchObject({ amount: toDecimalText(AMOUNT), used: '0.00', cancelled: '0.00' });
  },
});

async function bidAfter(world: World, failpoint: Failpoint | undefined, order?: typeof WORK): Promise<Scene> {
  const loanId = await openLoan(world);
  const ctx = await world.anna.context();
  const wish = { requestId: ctx.newId(), loanId, amount: AMOUNT };
  if (failpoint) await leaveAt(ctx, failpoint, (left) => placeBid(left, wish));
  await world.leasesRunOut(loanId);
  return placed(world, loanId, order ?? { do: 'place-bid', who: idsOf(world.anna), ...wish });
}

/** A bid that its investor is about to place. */
export const wished: Prepare = (world) => bidAfter(world, undefined);
/** A bid that the portal left with its money reserved, before the bank knew of it. */
export const reserved: Prepare = (world) => bidAfter(world, 'bid.reserved', WORK);
/** A bid whose freeze the bank has made, unheard; its investor asks again, or the worker comes. */
export const frozenUnheard: Prepare = (world) => bidAfter(world, 'freeze-bid.answered', WORK);
export const frozenUnheardAskedAgain: Prepare = (world) => bidAfter(world, 'freeze-bid.answered');
