import { z } from 'zod';
import { closeEarly } from '#server/domain/bidding/close-early.ts';
import { failLoan } from '#server/domain/bidding/fail-loan.ts';
import { extendListing } from '#server/domain/loan/extend-listing.ts';
import { scheduleListing } from '#server/domain/loan/schedule-listing.ts';
import { adminProcedure, router } from '#server/trpc/init.ts';
import { idInput } from '#server/trpc/inputs.ts';

const officer = adminProcedure(['loan-officer', 'risk-officer']);
const reason = z.string().max(500);
const change = z.object({ loanId: idInput, seenDeadlineAt: z.date(), reason });

/** What officers decide about a listing, from its opening to its end. */
export const listingRouter = router({
  schedule: officer
    .input(z.object({ loanId: idInput, opensAt: z.date() }))
    .mutation(({ ctx, input }) => scheduleListing(ctx.domain, input)),
  extend: officer
    .input(change.extend({ days: z.int().min(1).max(365) }))
    .mutation(({ ctx, input }) => extendListing(ctx.domain, input)),
  close: officer.input(change).mutation(({ ctx, input }) => closeEarly(ctx.domain, input)),
  cancel: officer
    .input(z.object({ loanId: idInput, reason }))
    .mutation(({ ctx, input }) => failLoan(ctx.domain, input)),
});
