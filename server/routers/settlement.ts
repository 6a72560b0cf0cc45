import { z } from 'zod';
import { settlementsUnderWay, tradesOfSettlement } from '#server/domain/settlement/queries.ts';
import { settleLoan } from '#server/domain/settlement/settle-loan.ts';
import { adminProcedure, router } from '#server/trpc/init.ts';
import { idInput } from '#server/trpc/inputs.ts';

const monitor = adminProcedure(['loan-officer', 'risk-officer', 'finance', 'administrator', 'auditor']);
const officer = adminProcedure(['loan-officer', 'risk-officer']);
const oneLoan = z.object({ loanId: idInput });

export const settlementRouter = router({
  underWay: monitor.query(({ ctx }) => settlementsUnderWay(ctx.domain)),
  trades: monitor.input(oneLoan).query(({ ctx, input }) => tradesOfSettlement(ctx.domain, input.loanId)),
  settle: officer.input(oneLoan).mutation(({ ctx, input }) => settleLoan(ctx.domain, input)),
});
