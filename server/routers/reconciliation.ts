import { z } from 'zod';
import { applyCorrection } from '#server/domain/correction/apply-correction.ts';
import { askAboutBreak } from '#server/domain/correction/ask-about-break.ts';
import { askClearing } from '#server/domain/correction/ask-clearing.ts';
import { askForRerun } from '#server/domain/correction/ask-for-rerun.ts';
import { breakList, deskCounts } from '#server/domain/correction/break-list.ts';
import { breakPage } from '#server/domain/correction/break-page.ts';
import { decideClearing } from '#server/domain/correction/decide-clearing.ts';
import { decideCorrection } from '#server/domain/correction/decide-correction.ts';
import { makeCorrection } from '#server/domain/correction/make-correction.ts';
import { rerunDay } from '#server/domain/correction/rerun-day.ts';
import { suspense } from '#server/domain/correction/suspense-queries.ts';
import { BREAK_KINDS, BREAK_STATES, CHECK_NAMES, CORRECTION_KINDS } from '#server/primitives/break-words.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { adminProcedure, deskProcedure, router } from '#server/trpc/init.ts';
import { amountInput, dateInput, idInput } from '#server/trpc/inputs.ts';

const READERS = ['finance', 'administrator', 'auditor'] as const;
const desk = adminProcedure(READERS);
const reason = z.string().trim().min(2).max(500);

const filter = z.object({
  date: dateInput.optional(),
  check: z.enum(CHECK_NAMES).optional(),
  kind: z.enum(BREAK_KINDS).optional(),
  cause: z.string().max(40).optional(),
  state: z.enum(['open', 'all', ...BREAK_STATES]).default('open'),
  atLeast: amountInput.optional(),
  sort: z.enum(['age', 'amount']).default('age'),
  limit: z.int().min(1).max(500).default(50),
});

export const reconciliationRouter = router({
  breaks: desk.input(filter).query(({ ctx, input }) => breakList(ctx.domain, input)),
  counts: desk.query(({ ctx }) => deskCounts(ctx.domain)),
  break: desk.input(z.object({ breakId: idInput })).query(async ({ ctx, input }) => {
    const page = await breakPage(ctx.domain, input.breakId);
    if (!page) throw new DomainError('NOT_FOUND', 'no such break');
    return page;
  }),
  askBank: desk
    .input(z.object({ breakId: idInput }))
    .query(({ ctx, input }) => askAboutBreak(ctx.domain, input.breakId)),
  make: adminProcedure(['finance'])
    .input(z.object({ requestId: idInput, breakId: idInput, kind: z.enum(CORRECTION_KINDS), reason }))
    .mutation(({ ctx, input }) => makeCorrection(ctx.domain, input)),
  decide: deskProcedure(['finance', 'administrator'])
    .input(z.object({ requestId: idInput, correctionId: idInput, approve: z.boolean(), reason: reason.nullish() }))
    .mutation(async ({ ctx, input }) => {
      const decided = await decideCorrection(ctx.domain, input);
      if (decided.state !== 'approved') return { state: decided.state, result: null };
      // What cannot be applied now is gone on with by rule.
      const applied = await applyCorrection(ctx.byRule, input.correctionId).catch(() => null);
      return { state: applied?.state ?? decided.state, result: applied?.result ?? null };
    }),
  runAgain: deskProcedure(['finance', 'administrator'])
    .input(z.object({ date: dateInput }))
    .mutation(async ({ ctx, input }) => {
      await askForRerun(ctx.domain, input.date);
      const { state, breaks } = await rerunDay(ctx.byRule, input.date);
      return { state, breaks: breaks.length };
    }),
  suspense: desk.query(({ ctx }) => suspense(ctx.domain)),
  askClearing: adminProcedure(['finance'])
    .input(z.object({ requestId: idInput, itemId: idInput, platformUserNo: z.string().trim().min(1).max(64), reason }))
    .mutation(({ ctx, input }) => askClearing(ctx.domain, input)),
  decideClearing: adminProcedure(['finance', 'administrator'])
    .input(z.object({ requestId: idInput, itemId: idInput, approve: z.boolean() }))
    .mutation(({ ctx, input }) => decideClearing(ctx.domain, input)),
});
