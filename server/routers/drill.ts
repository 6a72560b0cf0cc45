import { z } from 'zod';
import { drillInto } from '#server/domain/reconciliation/drill.ts';
import { lineEvidence } from '#server/domain/reconciliation/line-evidence.ts';
import { checksOfMonth } from '#server/domain/reconciliation/matrix.ts';
import { CHECK_NAMES } from '#server/primitives/break-words.ts';
import { adminProcedure, router } from '#server/trpc/init.ts';
import { dateInput, idInput } from '#server/trpc/inputs.ts';

const desk = adminProcedure(['finance', 'administrator', 'auditor']);

const check = z.enum(CHECK_NAMES);
const file = z.enum(['RECHARGE', 'WITHDRAW', 'TRANSACTION', 'COMMISSION', 'BACKROLL_RECHARGE']);
const word = z.string().max(100).optional();

export const drillRouter = router({
  /** The checks of every day of the month that a day lies in. */
  month: desk.input(z.object({ day: dateInput })).query(({ ctx, input }) => checksOfMonth(ctx.domain, input.day)),
  /** One step from a check's total towards a line; null for a check that has not been made. */
  into: desk
    .input(z.object({ date: dateInput, check, name: word, account: word, after: word, differing: z.boolean() }))
    .query(async ({ ctx, input }) => (await drillInto(ctx.domain, input)) ?? null),
  /** One line from its posting or from its row in a file; null when there is none. */
  line: desk
    .input(
      z.union([
        z.object({ date: dateInput, journalId: idInput }),
        z.object({ date: dateInput, file, rowNumber: z.int().min(1) }),
      ]),
    )
    .query(async ({ ctx, input }) => (await lineEvidence(ctx.domain, input)) ?? null),
});
