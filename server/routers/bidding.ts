import { z } from 'zod';
import { cancelBid } from '#server/domain/bidding/cancel-bid.ts';
import { placeBid } from '#server/domain/bidding/place-bid.ts';
import { placeBidByPassword } from '#server/domain/bidding/place-bid-by-password.ts';
import { bidsOfInvestor, bidsOfLoan } from '#server/domain/bidding/queries.ts';
import { investorProcedure, publicProcedure, router } from '#server/trpc/init.ts';
import { amountInput, idInput } from '#server/trpc/inputs.ts';

const limit = z.int().min(1).max(200).default(50);

export const biddingRouter = router({
  /** With masked names. */
  ofLoan: publicProcedure
    .input(z.object({ loanId: idInput, before: idInput.optional(), limit }))
    .query(({ ctx, input: { loanId, ...page } }) => bidsOfLoan(ctx.domain, loanId, page)),
  mine: investorProcedure
    .input(z.object({ loanId: idInput.optional(), before: idInput.optional(), limit }))
    .query(({ ctx, input }) => bidsOfInvestor(ctx.domain, input)),
  place: investorProcedure
    .input(z.object({ requestId: idInput, loanId: idInput, amount: amountInput }))
    .mutation(({ ctx, input }) => placeBid(ctx.domain, input)),
  /** The bank's page where the bid is frozen by password. */
  placeByPassword: investorProcedure
    .input(z.object({ requestId: idInput, loanId: idInput, amount: amountInput }))
    .mutation(({ ctx, input }) =>
      placeBidByPassword(ctx.domain, { ...input, returnUrl: `${ctx.publicUrl}/api/custody/return` }),
    ),
  cancel: investorProcedure
    .input(z.object({ requestId: idInput, loanId: idInput, bidId: idInput }))
    .mutation(({ ctx, input }) => cancelBid(ctx.domain, input)),
});
