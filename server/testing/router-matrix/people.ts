import { eq } from 'drizzle-orm';
import { account } from '#db/schema/accounts.ts';
import { instruction } from '#db/schema/custody.ts';
import { bid, loan } from '#db/schema/loans.ts';
import { product } from '#db/schema/products.ts';
import { transaction } from '#db/transaction.ts';
import { openSession } from '#server/auth/sessions.ts';
import { readViewer, type Viewer } from '#server/auth/viewer.ts';
import { mintInvestor } from '#server/domain/actors.ts';
import { openAccount } from '#server/domain/cash/open-account.ts';
import { ensureProducts } from '#server/domain/loan/products.ts';
import { registerMember } from '#server/domain/member/register-member.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import type { LoneDatabase } from '../context.ts';
import { madeUpPerson } from '../people.ts';
import { ROLES, type Role } from './expectation.ts';

/** Somebody who has a little of everything that others must not reach. */
export type Somebody = Readonly<{
  memberId: Uuid;
  sessionId: Uuid;
  instructionId: Uuid;
  requestNo: string;
  productId: Uuid;
  loanId: Uuid;
  bidId: Uuid;
}>;

async function memberWith(lone: LoneDatabase, login: string, roles: readonly Role[]): Promise<Viewer> {
  const { memberId } = await registerMember(lone.system, { login, displayName: login, passwordHash: 'none', roles });
  const { db, realNow, newId } = lone.system;
  const sessionId = await openSession({ db, realNow, newId }, memberId, null);
  const viewer = await readViewer(db, sessionId, realNow());
  if (!viewer) throw new Error('a new session stands for nobody');
  return viewer;
}

/** An investor on the way to the bank's page: person, account and instruction by the real verb. */
async function beginOpening(lone: LoneDatabase, viewer: Viewer) {
  const { memberId } = viewer;
  const ctx = lone.contextFor(mintInvestor({ memberId, personId: null, accountId: null }));
  const returnUrl = 'http://portal.example/return';
  const { instructionId } = await openAccount(ctx, { ...madeUpPerson(7), requestId: ctx.newId(), returnUrl });
  const [sent] = await ctx.db.select().from(instruction).where(eq(instruction.id, instructionId));
  const [held] = await ctx.db.select().from(account).where(eq(account.memberId, memberId));
  if (!sent || !held?.personId) throw new Error('nothing was begun');
  return { instructionId, requestNo: sent.requestNo, accountId: held.id, personId: held.personId };
}

type Opening = Awaited<ReturnType<typeof beginOpening>>;

/** An application that the public may not see yet, and a bid that stands on it. */
async function listSomething(lone: LoneDatabase, { accountId, personId }: Opening) {
  const ctx = lone.system;
  await transaction(ctx, (tx) => ensureProducts(tx, ctx));
  const [sold] = await ctx.db.select().from(product).where(eq(product.code, 'monthly-instalment'));
  if (!sold) throw new Error('no product');
  const [loanId, bidId] = [ctx.newId(), ctx.newId()];
  const amount = fen(1_000_000n);
  await ctx.db.insert(loan).values({
    id: loanId,
    number: 'L2026-900001',
    projectNo: 'L2026900001',
    productId: sold.id,
    state: 'submitted',
    borrowerAccountId: accountId,
    borrowerPersonId: personId,
    title: 'A mill',
    purpose: 'Stones',
    amount,
    reserved: amount,
    frozen: amount,
    ratePpm: ratePpm(95_000),
    term: 12,
    createdAt: ctx.now(),
  });
  await ctx.db.insert(bid).values({
    loanId,
    id: bidId,
    requestId: ctx.newId(),
    investorAccountId: accountId,
    investorPersonId: personId,
    amount,
    state: 'frozen',
    freezeRequestNo: 'F1',
    placedAt: ctx.now(),
  });
  return { productId: sold.id, loanId, bidId };
}

/** One member of each role, and somebody else whose ids they will try. */
export async function seedPeople(
  lone: LoneDatabase,
): Promise<{ people: Readonly<Record<Role, Viewer>>; other: Somebody }> {
  const pairs = await Promise.all(ROLES.map(async (role) => [role, await memberWith(lone, role, [role])] as const));
  const owner = await memberWith(lone, 'somebody.else', ['investor', 'borrower']);
  const opening = await beginOpening(lone, owner);
  const listed = await listSomething(lone, opening);
  return {
    people: Object.fromEntries(pairs) as Record<Role, Viewer>,
    other: { memberId: owner.memberId, sessionId: owner.sessionId, ...opening, ...listed },
  };
}
