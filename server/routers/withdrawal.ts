import { z } from 'zod';
import { cancelWithdrawal } from '#server/domain/cash/cancel-withdrawal.ts';
import { interceptWithdrawal } from '#server/domain/cash/intercept-withdrawal.ts';
import { withdraw } from '#server/domain/cash/withdraw.ts';
import { withdrawableNow } from '#server/domain/cash/withdrawable.ts';
import { withdrawalsOf } from '#server/domain/cash/withdrawal-queries.ts';
import { askDayRelease } from '#server/domain/reconciliation/ask-day-release.ts';
import { decideDayRelease } from '#server/domain/reconciliation/decide-day-release.ts';
import { payoutQueue } from '#server/domain/reconciliation/payout-queries.ts';
import { fen } from '#server/primitives/money.ts';
import { adminProcedure, holderProcedure, router } from '#server/trpc/init.ts';
import { amountInput, dateInput, idInput, textInput } from '#server/trpc/inputs.ts';

const desk = adminProcedure(['finance', 'administrator', 'auditor']);
const finance = adminProcedure(['finance']);
const checker = adminProcedure(['finance', 'administrator']);
const reason = textInput(2, 500);

export const withdrawalRouter = router({
  /** What may be withdrawn now, and why not all of it: asks the bank. */
  possible: holderProcedure.query(({ ctx }) => withdrawableNow(ctx.domain)),
  mine: holderProcedure.query(({ ctx }) => withdrawalsOf(ctx.domain, 50)),
  ask: holderProcedure
    .input(
      z.object({
        requestId: idInput,
        amount: amountInput,
        arrival: z.enum(['next-day', 'same-day']),
        fee: z.bigint().min(0n).transform(fen),
      }),
    )
    .mutation(({ ctx, input: { requestId, amount, arrival, fee } }) =>
      withdraw(ctx.domain, { requestId, amount, arrival, fee, returnUrl: `${ctx.publicUrl}/api/custody/return` }),
    ),
  cancel: holderProcedure
    .input(z.object({ requestId: idInput, withdrawalId: idInput }))
    .mutation(({ ctx, input: { requestId, withdrawalId } }) =>
      cancelWithdrawal(ctx.domain, { requestId, withdrawalId }),
    ),
  queue: desk.query(({ ctx }) => payoutQueue(ctx.domain, 500)),
  intercept: finance
    .input(z.object({ requestId: idInput, withdrawalId: idInput, reason }))
    .mutation(({ ctx, input }) => interceptWithdrawal(ctx.domain, input)),
  askRelease: finance
    .input(z.object({ requestId: idInput, date: dateInput, reason }))
    .mutation(({ ctx, input }) => askDayRelease(ctx.domain, input)),
  decideRelease: checker
    .input(z.object({ releaseId: idInput, accept: z.boolean() }))
    .mutation(({ ctx, input }) => decideDayRelease(ctx.domain, input)),
});
