import { recordAudit } from '../audit.ts';
import type { Conclude } from '../custody/conclude.ts';

/** The bank has taken our word for a date's files, or refused it; the instruction itself says which. */
export const concludeConfirmation: Conclude = (tx, ctx, { id, subject }, outcome) =>
  recordAudit(tx, ctx, {
    verb: 'check-files-confirm',
    objectType: 'instruction',
    objectId: id,
    toState: outcome.kind,
    details: {
      fileDate: subject.fileDate ?? null,
      errorCode: outcome.kind === 'failed' ? outcome.errorCode : null,
    },
  });
