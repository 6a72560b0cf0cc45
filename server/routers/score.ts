import { z } from 'zod';
import { moveRuleSet } from '#server/domain/score/move-rule-set.ts';
import { compareRuleSet, publicScore, ruleSets, scoreOf } from '#server/domain/score/queries.ts';
import { ruleFault } from '#server/domain/score/rule-language.ts';
import { saveRuleSet } from '#server/domain/score/save-rule-set.ts';
import { scoreApplication } from '#server/domain/score/score-application.ts';
import { setSourceFault } from '#server/domain/score/set-source-fault.ts';
import { adminProcedure, publicProcedure, router } from '#server/trpc/init.ts';
import { amountInput, idInput, rateInput } from '#server/trpc/inputs.ts';

const officer = adminProcedure(['loan-officer', 'risk-officer']);
const staff = adminProcedure(['loan-officer', 'risk-officer', 'finance', 'administrator', 'auditor']);
const desk = adminProcedure(['risk-officer', 'administrator', 'auditor']);
const author = adminProcedure(['risk-officer']);
const approver = adminProcedure(['risk-officer', 'administrator']);

const oneLoan = z.object({ loanId: idInput });
const oneSet = z.object({ ruleSetId: idInput });

const step = z.object({
  grade: z.enum(['A', 'B', 'C', 'D', 'E', 'F']),
  fromPoints: z.int().min(-100_000).max(100_000),
  ratePpm: rateInput,
  limit: amountInput,
});

const rule = z.object({
  name: z.string().max(200),
  expression: z.string().max(2_000),
  points: z.int().min(-100_000).max(100_000),
  reason: z.string().max(500),
  knockOut: z.boolean(),
});

const draft = z.object({
  ruleSetId: idInput.optional(),
  name: z.string().max(200),
  steps: z.array(step).max(6),
  rules: z.array(rule).max(100),
});

export const scoreRouter = router({
  /** What everybody may see of a listed loan's score. */
  summary: publicProcedure.input(oneLoan).query(({ ctx, input }) => publicScore(ctx.domain, input.loanId)),
  ofLoan: staff.input(oneLoan).query(async ({ ctx, input }) => (await scoreOf(ctx.domain, input.loanId)) ?? null),
  again: officer.input(oneLoan).mutation(({ ctx, input }) => scoreApplication(ctx.domain, input)),

  ruleSets: desk.query(({ ctx }) => ruleSets(ctx.domain)),
  compare: desk.input(oneSet).query(({ ctx, input }) => compareRuleSet(ctx.domain, input.ruleSetId)),
  /** The first fault of an expression, as it is being typed. */
  check: desk
    .input(z.object({ expression: z.string().max(2_000) }))
    .query(({ input }) => ruleFault(input.expression) ?? null),
  save: author.input(draft).mutation(({ ctx, input }) => {
    const steps = input.steps.map(({ limit, ...rest }) => ({ ...rest, limitFen: limit.toString() }));
    return saveRuleSet(ctx.domain, { ...input, steps });
  }),
  move: approver
    .input(z.object({ ruleSetId: idInput, event: z.enum(['shadow', 'activate', 'retire']) }))
    .mutation(({ ctx, input }) => moveRuleSet(ctx.domain, input)),
  setFault: approver
    .input(
      z.object({
        source: z.enum(['credit-bureau', 'blacklist', 'income']),
        fault: z.enum(['failing', 'slow']).nullable(),
      }),
    )
    .mutation(({ ctx, input }) => setSourceFault(ctx.domain, input)),
});
