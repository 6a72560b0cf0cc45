import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { loan } from '#db/schema/loans.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { acceptOffer } from '../../domain/loan/accept-offer.ts';
import { yuan } from '../customers.ts';
import { offerLoan } from '../listings.ts';
import type { Order } from './orders.ts';
import { type Prepare, type Scene, WORK } from './scene.ts';
import { projectNoOf } from './soundness.ts';
import { idsOf, leaveAt, type World } from './world.ts';

const AMOUNT = yuan(1_000);

/** A loan as it stands. */
export async function loanOf(world: World, loanId: Uuid): Promise<typeof loan.$inferSelect> {
  const [row] = await world.wiring.pool.db.select().from(loan).where(eq(loan.id, loanId));
  if (!row) throw new Error('no such loan');
  return row;
}

/** What the bank says of a loan's project. */
export const projectAtBank = async (world: World, loanId: Uuid) =>
  (await world.control('GET', `projects/${await projectNoOf(world, loanId)}`)) as Record<string, unknown>;

const listed = (world: World, loanId: Uuid, order: Order): Scene => ({
  objectId: loanId,
  order,
  instructions: { 'register-project': 1 },
  isOver: async () => (await loanOf(world, loanId)).state === 'open',
  verify: async (answer) => {
    if (order.do === 'accept-offer') expect(answer).toMatchObject({ kind: 'done' });
    expect(await loanOf(world, loanId)).toMatchObject({ projectStatus: 'COLLECTING', reserved: 0n, frozen: 0n });
    expect(await projectAtBank(world, loanId)).toMatchObject({ status: 'COLLECTING', amount: '1000.00' });
  },
});

/** An offer that the borrower is about to accept. */
export const offered: Prepare = async (world) => {
  const loanId = await offerLoan(world.wiring, world.borrower, { amount: AMOUNT });
  return listed(world, loanId, { do: 'accept-offer', who: idsOf(world.borrower), loanId });
};

/** A loan that its borrower's portal left before the bank knew of it. */
export const unregistered: Prepare = async (world) => {
  const loanId = await offerLoan(world.wiring, world.borrower, { amount: AMOUNT });
  await leaveAt(await world.borrower.context(), 'loan.registering', (ctx) => acceptOffer(ctx, { loanId }));
  return listed(world, loanId, WORK);
};

/** A loan of which the bank knows, but its answer was lost with the process that had asked. */
export const registeredUnheard: Prepare = async (world) => {
  const loanId = await offerLoan(world.wiring, world.borrower, { amount: AMOUNT });
  await leaveAt(await world.borrower.context(), 'register-project.answered', (ctx) => acceptOffer(ctx, { loanId }));
  await world.leasesRunOut(loanId);
  return listed(world, loanId, WORK);
};
