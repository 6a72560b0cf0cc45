import { z } from 'zod';
import { acknowledgeAlert } from '#server/domain/alert/acknowledge-alert.ts';
import { alertCount, alerts } from '#server/domain/alert/queries.ts';
import { adminProcedure, router } from '#server/trpc/init.ts';
import { idInput, textInput } from '#server/trpc/inputs.ts';

const desk = adminProcedure(['finance', 'administrator', 'auditor']);

export const alertRouter = router({
  /** For the bell: asked often. */
  count: desk.query(({ ctx }) => alertCount(ctx.domain)),
  all: desk.query(({ ctx }) => alerts(ctx.domain, 200)),
  acknowledge: adminProcedure(['finance', 'administrator'])
    .input(z.object({ alertId: idInput, note: textInput(2, 300) }))
    .mutation(({ ctx, input }) => acknowledgeAlert(ctx.domain, input)),
});
