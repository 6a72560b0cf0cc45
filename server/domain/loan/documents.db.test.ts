import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applicationDraft, loanDocument } from '#db/schema/loans.ts';
import { audit } from '#db/schema/operations.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { newApplicant } from '#server/testing/applicants.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { type BorrowerActor, mintAdmin } from '../actors.ts';
import { documentsOf, draftsOf, ownApplication } from './application-queries.ts';
import { applyForLoan } from './apply-for-loan.ts';
import { decideLoan } from './decide-loan.ts';
import { discardDraft } from './discard-draft.ts';
import { judgeDocument } from './judge-document.ts';
import { openDocument } from './open-document.ts';
import { ensureProducts } from './products.ts';
import { productsOnSale } from './queries.ts';
import { removeDocument } from './remove-document.ts';
import { resubmitApplication } from './resubmit-application.ts';
import { saveChanges } from './save-changes.ts';
import { saveDraft } from './save-draft.ts';
import { startReview } from './start-review.ts';
import { LARGEST_DOCUMENT, type Upload, uploadDocument } from './upload-document.ts';
import { withdrawApplication } from './withdraw-application.ts';

let lone: LoneDatabase;
let productId: Uuid;
let borrower: BorrowerActor;
const PDF = new TextEncoder().encode('%PDF-1.7 a statement of accounts');
const officer = () => lone.contextFor(mintAdmin({ memberId: lone.system.newId(), roles: ['loan-officer'] }));

beforeAll(async () => {
  lone = await openLoneDatabase();
  await transaction(lone.pool, (tx) => ensureProducts(tx, lone.system));
  productId = (await productsOnSale(lone.system)).find(({ code }) => code === 'monthly-instalment')?.id ?? productId;
  borrower = await newApplicant(lone);
});
afterAll(() => lone.close());

const own = () => lone.contextFor(borrower);
async function newDraft(): Promise<Uuid> {
  const draftId = lone.system.newId();
  await saveDraft(own(), { draftId, fields: { amount: '20000' }, step: 1 });
  return draftId;
}
const file = (changes: Partial<Upload>): Upload => ({
  documentId: lone.system.newId(),
  kind: 'income',
  name: '流水.pdf',
  content: PDF,
  ...changes,
});
async function handIn(draftId: Uuid): Promise<Uuid> {
  const asked = { title: '进货', purpose: '旺季备货', amount: fen(2_000_000n), term: 6, ratePpm: ratePpm(90_000) };
  return (await applyForLoan(own(), { ...asked, requestId: lone.system.newId(), productId, draftId })).loanId;
}

test('a draft is kept as it is typed, for its member alone, and ends when it is handed in', async () => {
  const draftId = await newDraft();
  await saveDraft(own(), { draftId, fields: { amount: '20000', title: '进' }, step: 2 });
  expect(await draftsOf(own())).toMatchObject([{ draftId, fields: { amount: '20000', title: '进' }, step: 2 }]);
  const stranger = lone.contextFor(await newApplicant(lone));
  await expect(saveDraft(stranger, { draftId, fields: {}, step: 0 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(discardDraft(stranger, { draftId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { documentId } = await uploadDocument(own(), file({ draftId }));
  const loanId = await handIn(draftId);
  expect(await draftsOf(own())).toEqual([]);
  expect(await documentsOf(own(), { loanId })).toMatchObject([{ documentId, kind: 'income', state: 'uploaded' }]);
});

test('a file is taken by what it is, not by what it is called, and only once', async () => {
  const draftId = await newDraft();
  const html = new TextEncoder().encode('<script>alert(1)</script>');
  await expect(uploadDocument(own(), file({ draftId, content: html }))).rejects.toMatchObject({
    code: 'FILE_NOT_ACCEPTED',
  });
  const large = new Uint8Array(LARGEST_DOCUMENT + 1);
  large.set(PDF);
  await expect(uploadDocument(own(), file({ draftId, content: large }))).rejects.toMatchObject({
    code: 'FILE_TOO_LARGE',
  });
  const sent = file({ draftId });
  await uploadDocument(own(), sent);
  await uploadDocument(own(), sent);
  expect(await documentsOf(own(), { draftId })).toHaveLength(1);
  await discardDraft(own(), { draftId });
  expect(await lone.pool.db.select().from(loanDocument).where(eq(loanDocument.draftId, draftId))).toEqual([]);
});

test('what is stored is sealed; its owner and the staff open it, and each look is recorded', async () => {
  const draftId = await newDraft();
  const { documentId } = await uploadDocument(own(), file({ draftId }));
  const [stored] = await lone.pool.db.select().from(loanDocument).where(eq(loanDocument.id, documentId));
  expect(stored?.content).not.toContain(Buffer.from(PDF).toString('base64'));
  const opened = await openDocument(own(), { documentId });
  expect(Buffer.from(opened.base64, 'base64').equals(Buffer.from(PDF))).toBe(true);
  const desk = officer();
  await expect(openDocument(desk, { documentId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const stranger = lone.contextFor(await newApplicant(lone));
  await expect(openDocument(stranger, { documentId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(documentsOf(stranger, { draftId })).resolves.toEqual([]);
  await handIn(draftId);
  await openDocument(desk, { documentId });
  const looks = await lone.pool.db.select().from(audit).where(eq(audit.objectId, documentId));
  expect(looks.filter(({ verb }) => verb === 'open-document').map(({ actorId }) => actorId)).toEqual([
    borrower.memberId,
    desk.actor.memberId,
  ]);
});

test('an officer accepts or refuses a document with a reason; what is judged stays', async () => {
  const draftId = await newDraft();
  const first = await uploadDocument(own(), file({ draftId }));
  const second = await uploadDocument(own(), file({ draftId, kind: 'identity' }));
  const loanId = await handIn(draftId);
  const desk = officer();
  const refusal = { documentId: first.documentId, judgement: 'refused' } as const;
  await expect(judgeDocument(desk, { ...refusal, reason: '不清晰' })).rejects.toMatchObject({ code: 'CONFLICT' });
  await startReview(desk, { loanId });
  await expect(judgeDocument(desk, { ...refusal, reason: ' ' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await judgeDocument(desk, { ...refusal, reason: '不清晰' });
  await judgeDocument(desk, { documentId: second.documentId, judgement: 'accepted', reason: '' });
  expect(await documentsOf(own(), { loanId })).toMatchObject([
    { state: 'refused', reason: '不清晰' },
    { state: 'accepted', reason: null },
  ]);
  await expect(removeDocument(own(), first)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await decideLoan(desk, { loanId, decision: 'return', reason: '请补充' });
  const third = await uploadDocument(own(), file({ loanId }));
  await removeDocument(own(), third);
  expect(await documentsOf(own(), { loanId })).toHaveLength(2);
});

test('what is changed of a returned application is kept, and ends when it is handed in again or taken back', async () => {
  const asked = {
    title: '进货',
    purpose: '备货',
    amount: fen(1_000_000n),
    term: 6,
    ratePpm: ratePpm(90_000),
    productId,
  };
  const { loanId } = await applyForLoan(own(), { ...asked, requestId: lone.system.newId() });
  const changes = { loanId, fields: { amount: '8000' }, step: 2 };
  await expect(saveChanges(own(), changes)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  const sendBack = async () => {
    await startReview(officer(), { loanId });
    await decideLoan(officer(), { loanId, decision: 'return', reason: '请补充' });
  };
  await sendBack();
  const drafts = await draftsOf(own());
  await Promise.all([saveChanges(own(), changes), saveChanges(own(), changes)]);
  await saveChanges(own(), { ...changes, fields: { amount: '9000' } });
  expect((await ownApplication(own(), { loanId })).changes).toMatchObject({ fields: { amount: '9000' }, step: 2 });
  expect(await draftsOf(own())).toEqual(drafts);
  const stranger = lone.contextFor(await newApplicant(lone));
  await expect(saveChanges(stranger, changes)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await resubmitApplication(own(), { ...asked, loanId, amount: fen(900_000n), requestId: lone.system.newId() });
  expect((await ownApplication(own(), { loanId })).changes).toBeNull();
  await expect(saveChanges(own(), changes)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  await sendBack();
  await saveChanges(own(), changes);
  await withdrawApplication(own(), { loanId });
  expect((await ownApplication(own(), { loanId })).changes).toBeNull();
});

test('a member keeps five drafts at most', async () => {
  await lone.pool.db.delete(applicationDraft).where(eq(applicationDraft.memberId, borrower.memberId));
  for (let kept = 0; kept < 5; kept += 1) await newDraft();
  await expect(newDraft()).rejects.toMatchObject({ code: 'CONFLICT' });
});
