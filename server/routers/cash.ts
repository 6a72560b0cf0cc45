import { z } from 'zod';
import { authorise } from '#server/domain/cash/authorise.ts';
import { openAccount } from '#server/domain/cash/open-account.ts';
import { openEnterpriseAccount } from '#server/domain/cash/open-enterprise-account.ts';
import { accountOverview, rechargesOf, statement } from '#server/domain/cash/queries.ts';
import { allReceivables } from '#server/domain/cash/receivable-queries.ts';
import { recharge } from '#server/domain/cash/recharge.ts';
import { adminProcedure, holderProcedure, router } from '#server/trpc/init.ts';
import { amountInput, idInput } from '#server/trpc/inputs.ts';

const desk = adminProcedure(['finance', 'administrator', 'auditor']);

const typed = z.string().max(100);
const identity = z.object({ requestId: idInput, realName: typed, idNumber: typed, phone: typed, cardNumber: typed });
const enterprise = z.object({
  requestId: idInput,
  name: typed,
  unifiedCode: typed,
  bankLicense: typed,
  legalName: typed,
  legalIdNumber: typed,
  legalPhone: typed,
  contactName: typed,
  contactPhone: typed,
  accountNumber: typed,
  bankCode: typed,
});
const page = z.object({ limit: z.int().min(1).max(200).default(50), cursor: z.bigint().nullish() });

/** Where the bank sends the customer's browser back to. */
const returnUrl = (ctx: { publicUrl: string }): string => `${ctx.publicUrl}/api/custody/return`;

export const cashRouter = router({
  overview: holderProcedure.query(async ({ ctx }) => (await accountOverview(ctx.domain)) ?? null),
  statement: holderProcedure
    .input(page)
    .query(({ ctx, input }) => statement(ctx.domain, { limit: input.limit, before: input.cursor ?? undefined })),
  /** For finance: what members owe for recharges that were taken back. */
  receivables: desk.query(({ ctx }) => allReceivables(ctx.domain, 500)),
  recharges: holderProcedure.query(({ ctx }) => rechargesOf(ctx.domain, 20)),
  openAccount: holderProcedure
    .input(identity)
    .mutation(({ ctx, input: { as: _, ...given } }) =>
      openAccount(ctx.domain, { ...given, returnUrl: returnUrl(ctx) }),
    ),
  openEnterpriseAccount: holderProcedure
    .input(enterprise)
    .mutation(({ ctx, input: { as: _, ...given } }) =>
      openEnterpriseAccount(ctx.domain, { ...given, returnUrl: returnUrl(ctx) }),
    ),
  authorise: holderProcedure
    .input(z.object({ requestId: idInput }))
    .mutation(({ ctx, input }) => authorise(ctx.domain, { requestId: input.requestId, returnUrl: returnUrl(ctx) })),
  recharge: holderProcedure
    .input(z.object({ requestId: idInput, amount: amountInput }))
    .mutation(({ ctx, input: { requestId, amount } }) =>
      recharge(ctx.domain, { requestId, amount, returnUrl: returnUrl(ctx) }),
    ),
});
