import { initTRPC } from '@trpc/server';
import superjson from 'superjson';
import { ZodError } from 'zod';
import { type CustomerActor, mintSystem, type StaffRole } from '#server/domain/actors.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { adminOf, borrowerOf, customerOf, guarantorOf, investorOf } from './actors.ts';
import type { RequestContext } from './context.ts';
import { refusalIn, toTrpcError } from './errors.ts';
import { holderInput } from './inputs.ts';

const t = initTRPC.context<RequestContext>().create({
  transformer: superjson,
  errorFormatter: ({ shape, error, ctx }) => {
    const refusal = refusalIn(error);
    const badInput = error.code === 'BAD_REQUEST' && error.cause instanceof ZodError;
    const known = refusal !== undefined || badInput;
    return {
      ...shape,
      message: known || error.code !== 'INTERNAL_SERVER_ERROR' ? shape.message : 'UNKNOWN',
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        errorCode: refusal?.code ?? (badInput ? ('INPUT_INVALID' as const) : null),
        details: refusal?.details ?? {},
        fields: badInput ? [...new Set(error.cause.issues.map((issue) => issue.path.join('.')))] : [],
        requestId: ctx?.requestId ?? null,
      },
    };
  },
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Refusals get their code; what nobody foresaw is logged with the id that its reader is shown. */
const sorted = t.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const error = toTrpcError(result.error);
  if (error.code === 'INTERNAL_SERVER_ERROR') ctx.log.error({ err: error.cause ?? error, path }, 'request failed');
  return { ...result, error };
});

const procedure = t.procedure.use(sorted);

/** For everybody. Its context acts for nobody: use it for queries alone. */
export const publicProcedure = procedure.use(async ({ ctx, next }) =>
  next({ ctx: { domain: await ctx.domainFor(mintSystem()) } }),
);

/** For whoever is signed in, whatever their roles. */
export const memberProcedure = procedure.use(async ({ ctx, next }) => {
  if (!ctx.viewer) throw new DomainError('UNAUTHENTICATED', 'nobody is signed in');
  return next({ ctx: { viewer: ctx.viewer, domain: await ctx.domainFor(mintSystem()) } });
});

export const investorProcedure = procedure.use(async ({ ctx, next }) =>
  next({ ctx: { domain: await ctx.domainFor(investorOf(ctx.viewer)) } }),
);

export const borrowerProcedure = procedure.use(async ({ ctx, next }) =>
  next({ ctx: { domain: await ctx.domainFor(borrowerOf(ctx.viewer)) } }),
);

export const guarantorProcedure = procedure.use(async ({ ctx, next }) =>
  next({ ctx: { domain: await ctx.domainFor(guarantorOf(ctx.viewer)) } }),
);

const HOLDERS = { investor: investorOf, borrower: borrowerOf, guarantor: guarantorOf };

/** For the owner of a custody account: `as` says which of those that one login may hold. */
export const holderProcedure = procedure.input(holderInput).use(async ({ ctx, input, next }) => {
  const actor: CustomerActor = HOLDERS[input.as](ctx.viewer);
  return next({ ctx: { domain: await ctx.domainFor(actor) } });
});

/** For whoever may hold a custody account, where which of them does not matter. */
export const customerProcedure = procedure.use(async ({ ctx, next }) =>
  next({ ctx: { domain: await ctx.domainFor(customerOf(ctx.viewer)) } }),
);

/** For staff who have one of the roles. */
export const adminProcedure = (allowed: readonly StaffRole[]) =>
  procedure.use(async ({ ctx, next }) => next({ ctx: { domain: await ctx.domainFor(adminOf(ctx.viewer, allowed)) } }));

/** For staff whose decision is carried out at once, by rule: `byRule` acts for nobody. */
export const deskProcedure = (allowed: readonly StaffRole[]) =>
  adminProcedure(allowed).use(async ({ ctx, next }) => next({ ctx: { byRule: await ctx.domainFor(mintSystem()) } }));

/** Acts for the world itself, and exists in demo mode alone. @throws DomainError NOT_FOUND outside of it */
export const demoProcedure = procedure.use(async ({ ctx, next }) => {
  if (!ctx.demoMode) throw new DomainError('NOT_FOUND', 'only in demo mode');
  return next({ ctx: { domain: await ctx.domainFor(mintSystem()) } });
});
