import { createHash } from 'node:crypto';
import { and, count, eq } from 'drizzle-orm';
import { applicationDraft, type LoanState, loanDocument } from '#db/schema/loans.ts';
import { type Transaction, transaction } from '#db/transaction.ts';
import { DomainError } from '#server/primitives/errors.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { BorrowerActor } from '../actors.ts';
import { recordAudit } from '../audit.ts';
import type { DomainContext } from '../context.ts';
import { lockOwnLoan } from './borrower.ts';
import { documentType } from './document-type.ts';

export const DOCUMENT_KINDS = ['identity', 'income', 'collateral', 'accounts', 'other'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export type Upload = Readonly<{
  /** Made by the client: sending it again changes nothing. */
  documentId: Uuid;
  /** Where it belongs: one of the two. */
  draftId?: Uuid;
  loanId?: Uuid;
  kind: DocumentKind;
  name: string;
  content: Uint8Array;
}>;

/** 5 MB. */
export const LARGEST_DOCUMENT = 5 * 1_048_576;
const MOST_DOCUMENTS = 20;
/** Where an officer still looks at documents. */
const OPEN_TO_DOCUMENTS: ReadonlySet<LoanState> = new Set(['submitted', 'reviewing', 'returned']);

function readContent({ content, name }: Upload) {
  if (content.length > LARGEST_DOCUMENT) throw new DomainError('FILE_TOO_LARGE', 'a document has at most 5 MB');
  const contentType = documentType(content);
  if (!contentType) throw new DomainError('FILE_NOT_ACCEPTED', 'a document is a JPEG, a PNG or a PDF');
  const length = [...name.trim()].length;
  if (length < 1 || length > 120) throw new DomainError('INPUT_INVALID', 'a file has a name', { field: 'name' });
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { contentType, sha256, bytes: content.length, name: name.trim() };
}

/** The draft or loan, locked: so that no more documents arrive than may. */
async function requirePlace(tx: Transaction, actor: BorrowerActor, { draftId, loanId }: Upload): Promise<void> {
  if ((draftId === undefined) === (loanId === undefined)) {
    throw new DomainError('INPUT_INVALID', 'a document belongs to a draft or to a loan', { field: 'draftId' });
  }
  if (loanId) {
    const loan = await lockOwnLoan(tx, actor, loanId);
    if (!OPEN_TO_DOCUMENTS.has(loan.state)) throw new DomainError('CONFLICT', 'the application takes no documents now');
  }
  if (draftId) {
    const own = and(eq(applicationDraft.id, draftId), eq(applicationDraft.memberId, actor.memberId));
    const [draft] = await tx.select({ id: applicationDraft.id }).from(applicationDraft).where(own).for('update');
    if (!draft) throw new DomainError('NOT_FOUND', 'no such draft');
  }
  const [held] = await tx
    .select({ documents: count() })
    .from(loanDocument)
    .where(loanId ? eq(loanDocument.loanId, loanId) : eq(loanDocument.draftId, draftId as Uuid));
  if ((held?.documents ?? 0) >= MOST_DOCUMENTS) throw new DomainError('CONFLICT', 'there are documents enough');
}

/**
 * Adds a file to a draft or to an application under way; its content is sealed before it is stored.
 * @throws DomainError FILE_TOO_LARGE, FILE_NOT_ACCEPTED, INPUT_INVALID, NOT_FOUND, CONFLICT
 */
export async function uploadDocument(
  ctx: DomainContext<BorrowerActor>,
  input: Upload,
): Promise<{ documentId: Uuid; bytes: number }> {
  const read = readContent(input);
  const { documentId, draftId = null, loanId = null, kind } = input;
  const sealed = await ctx.vault.seal('loan_document.content', Buffer.from(input.content).toString('base64'));
  return transaction(ctx, async (tx) => {
    const [known] = await tx.select().from(loanDocument).where(eq(loanDocument.id, documentId));
    if (known?.memberId === ctx.actor.memberId && known.sha256 === read.sha256)
      return { documentId, bytes: known.bytes };
    if (known) throw new DomainError('REQUEST_ID_REUSED', 'this id stands for another document');
    await requirePlace(tx, ctx.actor, input);
    const place = { memberId: ctx.actor.memberId, draftId, loanId };
    const row = { id: documentId, kind, content: sealed, state: 'uploaded', uploadedAt: ctx.now() } as const;
    await tx.insert(loanDocument).values({ ...row, ...place, ...read });
    const about = { verb: 'upload-document', objectType: 'loan-document', objectId: documentId, toState: 'uploaded' };
    await recordAudit(tx, ctx, { ...about, details: { loanId, draftId, kind, bytes: read.bytes } });
    return { documentId, bytes: read.bytes };
  });
}
