import { z } from 'zod';
import { membersMasked } from '#server/domain/member/queries.ts';
import { adminProcedure, router } from '#server/trpc/init.ts';

const page = z.object({
  limit: z.int().min(1).max(200).default(50),
  offset: z.int().min(0).max(1_000_000).default(0),
});

export const memberRouter = router({
  masked: adminProcedure(['administrator', 'auditor', 'risk-officer', 'finance'])
    .input(page)
    .query(({ ctx, input }) => membersMasked(ctx.domain, input)),
});
