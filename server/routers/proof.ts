import { z } from 'zod';
import { proofOfLoan } from '#server/domain/repayment/proof.ts';
import { proofShares } from '#server/domain/repayment/proof-shares.ts';
import { publicProcedure, router } from '#server/trpc/init.ts';
import { idInput } from '#server/trpc/inputs.ts';

const loan = z.object({ loanId: idInput });
const shares = loan.extend({
  number: z.int().min(1).max(1_000).optional(),
  /** The viewer's own receipts alone. */
  own: z.boolean().default(false),
  cursor: z.object({ number: z.int(), claimId: idInput, collectionId: idInput }).nullish(),
  limit: z.int().min(1).max(1_000).default(50),
});

/** That every fen of a loan went where it belongs: for everybody, names masked. */
export const proofRouter = router({
  ofLoan: publicProcedure.input(loan).query(({ ctx, input }) => proofOfLoan(ctx.domain, input)),
  shares: publicProcedure.input(shares).query(async ({ ctx, input }) => {
    const { own, cursor, ...filter } = input;
    const accountId = ctx.viewer?.lending?.id;
    if (own && !accountId) return [];
    const rows = await proofShares(ctx.domain, {
      ...filter,
      accountId: own ? accountId : undefined,
      after: cursor ?? undefined,
    });
    return rows.map(({ accountId: holder, ...row }) => ({ ...row, own: holder === accountId }));
  }),
});
