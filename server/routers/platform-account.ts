import { z } from 'zod';
import { approveOrder } from '#server/domain/platform/approve-order.ts';
import { askBalances } from '#server/domain/platform/ask-balances.ts';
import { beginOrder } from '#server/domain/platform/begin-order.ts';
import { endOrder } from '#server/domain/platform/end-order.ts';
import { openOrderPage } from '#server/domain/platform/open-order-page.ts';
import { proposeOrder } from '#server/domain/platform/propose-order.ts';
import { orderOfPage, platformAccounts, platformMovements, platformOrders } from '#server/domain/platform/queries.ts';
import { adminProcedure, router } from '#server/trpc/init.ts';
import { amountInput, idInput, textInput } from '#server/trpc/inputs.ts';

const desk = adminProcedure(['finance', 'administrator', 'auditor']);
const makers = adminProcedure(['finance']);
const checkers = adminProcedure(['finance', 'administrator']);

const userNo = z.string().min(1).max(30);
const order = z.object({ orderId: idInput });

export const platformAccountRouter = router({
  all: desk.query(({ ctx }) => platformAccounts(ctx.domain)),
  movements: desk
    .input(
      z.object({
        platformUserNo: userNo,
        limit: z.int().min(1).max(200).default(50),
        cursor: z.bigint().nullish(),
      }),
    )
    .query(({ ctx, input: { cursor, ...page } }) =>
      platformMovements(ctx.domain, { ...page, before: cursor ?? undefined }),
    ),
  orders: desk.query(({ ctx }) => platformOrders(ctx.domain, 100)),
  /** How an order stands whose page at the bank had this number; null when it was not the platform's. */
  orderOfPage: desk
    .input(z.object({ requestNo: z.string().min(1).max(50) }))
    .query(async ({ ctx, input }) => (await orderOfPage(ctx.domain, input.requestNo)) ?? null),
  /** Asks the bank what the accounts hold: eight calls of it, so only when somebody wants to know. */
  askBank: desk.mutation(({ ctx }) => askBalances(ctx.domain)),
  propose: makers
    .input(
      z.object({
        requestId: idInput,
        kind: z.enum(['transfer', 'top-up', 'withdrawal']),
        source: userNo.nullable(),
        target: userNo.nullable(),
        amount: amountInput,
        reason: textInput(2, 300),
      }),
    )
    .mutation(({ ctx, input }) => proposeOrder(ctx.domain, input)),
  approve: checkers
    .input(order.extend({ requestId: idInput }))
    .mutation(({ ctx, input }) => approveOrder(ctx.domain, input)),
  end: checkers
    .input(order.extend({ how: z.enum(['refuse', 'withdraw']) }))
    .mutation(({ ctx, input }) => endOrder(ctx.domain, input)),
  begin: makers
    .input(order.extend({ requestId: idInput }))
    .mutation(({ ctx, input }) =>
      beginOrder(ctx.domain, { ...input, returnUrl: `${ctx.publicUrl}/api/custody/return` }),
    ),
  openPage: makers
    .input(z.object({ instructionId: idInput }))
    .mutation(({ ctx, input }) => openOrderPage(ctx.domain, input.instructionId, ctx.userDevice)),
});
