import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { applicationDraft, loan, loanDecision, loanDocument } from '#db/schema/loans.ts';
import { audit } from '#db/schema/operations.ts';
import { enterprise, member, person } from '#db/schema/people.ts';
import { product } from '#db/schema/products.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { AdminActor, BorrowerActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { isOwnLoan } from './borrower.ts';

/** The new applications that the member has begun and not handed in, the last saved first. */
export function draftsOf(ctx: DomainContext<BorrowerActor>) {
  const { id: draftId, fields, step, savedAt } = applicationDraft;
  return ctx.db
    .select({ draftId, fields, step, savedAt })
    .from(applicationDraft)
    .where(and(eq(applicationDraft.memberId, ctx.actor.memberId), isNull(applicationDraft.loanId)))
    .orderBy(desc(applicationDraft.savedAt));
}

/** The files of a draft or loan with their states, without their content; a borrower sees his own alone. */
export function documentsOf(
  ctx: DomainContext<BorrowerActor | AdminActor>,
  place: Readonly<{ draftId?: Uuid; loanId?: Uuid }>,
) {
  const { actor } = ctx;
  const { id: documentId, kind, name, contentType, bytes, state, reason, uploadedAt, judgedAt } = loanDocument;
  const of = place.loanId
    ? eq(loanDocument.loanId, place.loanId)
    : place.draftId && eq(loanDocument.draftId, place.draftId);
  if (!of) throw new DomainError('INPUT_INVALID', 'documents of a draft or of a loan', { field: 'loanId' });
  return ctx.db
    .select({ documentId, kind, name, contentType, bytes, state, reason, uploadedAt, judgedAt })
    .from(loanDocument)
    .where(and(of, actor.kind === 'admin' ? undefined : eq(loanDocument.memberId, actor.memberId)))
    .orderBy(asc(loanDocument.uploadedAt), asc(loanDocument.id));
}

const applicationFields = {
  loanId: loan.id,
  number: loan.number,
  state: loan.state,
  title: loan.title,
  purpose: loan.purpose,
  amount: loan.amount,
  ratePpm: loan.ratePpm,
  term: loan.term,
  requestedAmount: loan.requestedAmount,
  requestedRatePpm: loan.requestedRatePpm,
  requestedTerm: loan.requestedTerm,
  grade: loan.grade,
  region: loan.region,
  borrowerKind: loan.borrowerKind,
  monthlyIncome: loan.monthlyIncome,
  annualRevenue: loan.annualRevenue,
  declaredDebt: loan.declaredDebt,
  collateralKind: loan.collateralKind,
  collateral: loan.collateral,
  guarantorId: loan.guarantorId,
  guarantorName: enterprise.name,
  decisionReason: loan.decisionReason,
  submittedAt: loan.submittedAt,
  borrowerAccountId: loan.borrowerAccountId,
  borrowerPersonId: loan.borrowerPersonId,
  enterpriseId: loan.enterpriseId,
  borrower: person.maskedName,
  product,
};

const oneApplication = (ctx: Pick<DomainContext, 'db'>, loanId: Uuid) =>
  ctx.db
    .select(applicationFields)
    .from(loan)
    .innerJoin(product, eq(product.id, loan.productId))
    .innerJoin(person, eq(person.id, loan.borrowerPersonId))
    .leftJoin(enterprise, eq(enterprise.id, loan.guarantorId))
    .where(eq(loan.id, loanId));

/** When the application came where, in order. */
const historyOf = (ctx: Pick<DomainContext, 'db'>, loanId: Uuid) =>
  ctx.db
    .select({ at: audit.at, verb: audit.verb, toState: audit.toState, reason: audit.reason })
    .from(audit)
    .where(and(eq(audit.objectType, 'loan'), eq(audit.objectId, loanId)))
    .orderBy(asc(audit.at), asc(audit.id));

/**
 * A borrower's own application with its history: for its page, and to be changed when it was returned, with what has
 * been kept of the changes.
 * @throws DomainError NOT_FOUND.
 */
export async function ownApplication(ctx: DomainContext<BorrowerActor>, { loanId }: { loanId: Uuid }) {
  const [found] = await oneApplication(ctx, loanId);
  if (!found || !isOwnLoan(ctx.actor, found)) throw new DomainError('NOT_FOUND', 'no such loan');
  const { borrowerPersonId: _person, borrowerAccountId: _account, ...application } = found;
  const { id: draftId, fields, step, savedAt } = applicationDraft;
  const [changes = null] = await ctx.db
    .select({ draftId, fields, step, savedAt })
    .from(applicationDraft)
    .where(and(eq(applicationDraft.loanId, loanId), eq(applicationDraft.memberId, ctx.actor.memberId)));
  return { ...application, changes, history: await historyOf(ctx, loanId) };
}

/** One application as staff reviews it: what is asked, the decisions so far and by whom, and its history. @throws DomainError NOT_FOUND. */
export async function applicationForReview(ctx: DomainContext<AdminActor>, { loanId }: { loanId: Uuid }) {
  const [found] = await oneApplication(ctx, loanId);
  if (!found) throw new DomainError('NOT_FOUND', 'no such loan');
  const { borrowerAccountId: _account, ...application } = found;
  const [company] = found.enterpriseId
    ? await ctx.db.select({ name: enterprise.name }).from(enterprise).where(eq(enterprise.id, found.enterpriseId))
    : [];
  const decisions = await ctx.db
    .select({
      decisionId: loanDecision.id,
      decision: loanDecision.decision,
      state: loanDecision.state,
      amount: loanDecision.amount,
      ratePpm: loanDecision.ratePpm,
      term: loanDecision.term,
      grade: loanDecision.grade,
      reason: loanDecision.reason,
      answer: loanDecision.answer,
      needsSecond: loanDecision.needsSecond,
      proposedAt: loanDecision.proposedAt,
      decidedAt: loanDecision.decidedAt,
      proposer: member.displayName,
      own: eq(loanDecision.proposedBy, ctx.actor.memberId).mapWith(Boolean),
    })
    .from(loanDecision)
    .leftJoin(member, eq(member.id, loanDecision.proposedBy))
    .where(eq(loanDecision.loanId, loanId))
    .orderBy(asc(loanDecision.proposedAt), asc(loanDecision.id));
  return { ...application, enterpriseName: company?.name ?? null, decisions, history: await historyOf(ctx, loanId) };
}
