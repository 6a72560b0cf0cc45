import { eq } from 'drizzle-orm';
import { instruction } from '#db/schema/custody.ts';
import { loan } from '#db/schema/loans.ts';
import type { Adopt } from '../custody/conclude.ts';
import { enqueue } from '../custody/enqueue.ts';
import { textOf } from '../custody/verdict.ts';

/**
 * Writes down that the bank itself has let a project miscarry: its notify names a number of its own. Taken only of a
 * project that we know to be collecting, or to have miscarried by our own word; of any other it contradicts our books
 * and is for finance to see.
 */
export const adoptMiscarriage: Adopt = async (tx, ctx, service, record) => {
  const [requestNo, projectNo] = [textOf(record, 'requestNo'), textOf(record, 'projectNo')];
  if (service !== 'MODIFY_PROJECT' || textOf(record, 'projectStatus') !== 'MISCARRY') return undefined;
  if (!requestNo || !projectNo) return undefined;
  const [known] = await tx
    .select({ id: loan.id, projectStatus: loan.projectStatus })
    .from(loan)
    .where(eq(loan.projectNo, projectNo));
  if (known?.projectStatus !== 'COLLECTING' && known?.projectStatus !== 'MISCARRY') return undefined;
  const id = await enqueue(tx, ctx, {
    kind: 'bank-miscarriage',
    service,
    channel: 'direct',
    requestNo,
    loanId: known.id,
    reqData: { projectNo, status: 'MISCARRY' },
  });
  const [told] = await tx
    .update(instruction)
    .set({ state: 'sent', sentAt: ctx.now() })
    .where(eq(instruction.id, id))
    .returning();
  return told;
};
