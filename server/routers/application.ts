import { z } from 'zod';
import { answerDecision } from '#server/domain/loan/answer-decision.ts';
import {
  applicationForReview,
  documentsOf,
  draftsOf,
  ownApplication,
} from '#server/domain/loan/application-queries.ts';
import { applyForLoan } from '#server/domain/loan/apply-for-loan.ts';
import { declineOffer } from '#server/domain/loan/decline-offer.ts';
import { discardDraft } from '#server/domain/loan/discard-draft.ts';
import { judgeDocument } from '#server/domain/loan/judge-document.ts';
import { openDocument } from '#server/domain/loan/open-document.ts';
import { removeDocument } from '#server/domain/loan/remove-document.ts';
import { resubmitApplication } from '#server/domain/loan/resubmit-application.ts';
import { saveChanges } from '#server/domain/loan/save-changes.ts';
import { saveDraft } from '#server/domain/loan/save-draft.ts';
import { DOCUMENT_KINDS, LARGEST_DOCUMENT, uploadDocument } from '#server/domain/loan/upload-document.ts';
import { withdrawApplication } from '#server/domain/loan/withdraw-application.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { ZERO } from '#server/primitives/money.ts';
import { adminProcedure, borrowerProcedure, router } from '#server/trpc/init.ts';
import { amountInput, idInput, rateInput, readAmount } from '#server/trpc/inputs.ts';

const officer = adminProcedure(['loan-officer', 'risk-officer']);
const staff = adminProcedure(['loan-officer', 'risk-officer', 'finance', 'administrator', 'auditor']);

/** An amount that may be nothing: no income, no debts. */
const noneOrAmount = z
  .custom<bigint | string>(() => true)
  .transform((given) => (given === 0n || /^0+(\.0*)?$/.test(String(given).trim()) ? ZERO : readAmount(given)));

const wish = z.object({
  requestId: idInput,
  productId: idInput,
  title: z.string().max(200),
  purpose: z.string().max(2_000),
  amount: amountInput,
  term: z.int(),
  ratePpm: rateInput,
  region: z.string().max(100),
  income: noneOrAmount,
  declaredDebt: noneOrAmount,
  collateralKind: z.enum(['credit', 'house', 'car', 'receivable', 'consumer']),
  collateral: z.string().max(1_000).optional(),
  guarantorId: idInput.optional(),
});

const written = z.object({
  fields: z
    .record(z.string().max(40), z.string().max(2_000))
    .refine((fields) => Object.keys(fields).length <= 20, 'too many fields'),
  step: z.int().min(0).max(20),
});
const draft = written.extend({ draftId: idInput });
const changes = written.extend({ loanId: idInput });

/** A file as text: four letters for three bytes. Longer than any that is taken is refused before it is read. */
const fileContent = z.string().transform((base64): Uint8Array => {
  if (base64.length > Math.ceil(LARGEST_DOCUMENT / 3) * 4) {
    throw new DomainError('FILE_TOO_LARGE', 'a document has at most 5 MB');
  }
  return new Uint8Array(Buffer.from(base64, 'base64'));
});

const upload = z.object({
  documentId: idInput,
  draftId: idInput.optional(),
  loanId: idInput.optional(),
  kind: z.enum(DOCUMENT_KINDS),
  name: z.string().max(255),
  content: fileContent,
});

const oneLoan = z.object({ loanId: idInput });
const oneDraft = z.object({ draftId: idInput });
const oneDocument = z.object({ documentId: idInput });
const place = z.object({ draftId: idInput.optional(), loanId: idInput.optional() });
const words = z.string().max(500).default('');

export const applicationRouter = router({
  drafts: borrowerProcedure.query(({ ctx }) => draftsOf(ctx.domain)),
  saveDraft: borrowerProcedure.input(draft).mutation(({ ctx, input }) => saveDraft(ctx.domain, input)),
  discardDraft: borrowerProcedure.input(oneDraft).mutation(({ ctx, input }) => discardDraft(ctx.domain, input)),

  mine: borrowerProcedure.input(oneLoan).query(({ ctx, input }) => ownApplication(ctx.domain, input)),
  handIn: borrowerProcedure
    .input(wish.extend({ draftId: idInput.optional() }))
    .mutation(({ ctx, input }) => applyForLoan(ctx.domain, input)),
  handInAgain: borrowerProcedure
    .input(wish.extend({ loanId: idInput }))
    .mutation(({ ctx, input }) => resubmitApplication(ctx.domain, input)),
  saveChanges: borrowerProcedure.input(changes).mutation(({ ctx, input }) => saveChanges(ctx.domain, input)),
  withdraw: borrowerProcedure.input(oneLoan).mutation(({ ctx, input }) => withdrawApplication(ctx.domain, input)),
  decline: borrowerProcedure.input(oneLoan).mutation(({ ctx, input }) => declineOffer(ctx.domain, input)),

  documents: borrowerProcedure.input(place).query(({ ctx, input }) => documentsOf(ctx.domain, input)),
  upload: borrowerProcedure.input(upload).mutation(({ ctx, input }) => uploadDocument(ctx.domain, input)),
  removeDocument: borrowerProcedure.input(oneDocument).mutation(({ ctx, input }) => removeDocument(ctx.domain, input)),
  openDocument: borrowerProcedure.input(oneDocument).mutation(({ ctx, input }) => openDocument(ctx.domain, input)),

  review: staff.input(oneLoan).query(({ ctx, input }) => applicationForReview(ctx.domain, input)),
  documentsInReview: staff.input(oneLoan).query(({ ctx, input }) => documentsOf(ctx.domain, input)),
  openDocumentInReview: officer.input(oneDocument).mutation(({ ctx, input }) => openDocument(ctx.domain, input)),
  judgeDocument: officer
    .input(z.object({ documentId: idInput, judgement: z.enum(['accepted', 'refused']), reason: words }))
    .mutation(({ ctx, input }) => judgeDocument(ctx.domain, input)),
  answerDecision: officer
    .input(z.object({ loanId: idInput, decisionId: idInput, answer: z.enum(['confirm', 'refuse']), words }))
    .mutation(({ ctx, input }) => answerDecision(ctx.domain, input)),
});
