import { z } from 'zod';
import { countRegistration } from '#server/auth/attempts.ts';
import { hashPassword } from '#server/auth/password.ts';
import { revokeSession } from '#server/auth/sessions.ts';
import { openSessions } from '#server/auth/viewer.ts';
import { registerMember } from '#server/domain/member/register-member.ts';
import { memberProcedure, publicProcedure, router } from '#server/trpc/init.ts';
import { idInput } from '#server/trpc/inputs.ts';

const registration = z.object({
  login: z
    .string()
    .trim()
    .min(3)
    .max(80)
    .regex(/^[\w.@+-]+$/),
  password: z.string().min(8).max(200),
  role: z.enum(['investor', 'borrower', 'guarantor']),
});

export const sessionRouter = router({
  register: publicProcedure.input(registration).mutation(async ({ ctx, input }) => {
    await countRegistration(ctx.address);
    await registerMember(ctx.domain, {
      login: input.login,
      displayName: input.login.split('@')[0] ?? input.login,
      passwordHash: await hashPassword(input.password),
      roles: [input.role],
    });
  }),
  mine: memberProcedure.query(({ ctx }) => openSessions(ctx.domain, ctx.viewer)),
  revoke: memberProcedure
    .input(z.object({ sessionId: idInput }))
    .mutation(({ ctx, input }) => revokeSession(ctx.domain, ctx.viewer.memberId, input.sessionId)),
});
