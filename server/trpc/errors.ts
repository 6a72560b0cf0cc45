import { TRPCError } from '@trpc/server';
import { DomainError, type ErrorCode } from '#server/primitives/errors.ts';

type TrpcCode = TRPCError['code'];

const BY_CODE: Partial<Record<ErrorCode, TrpcCode>> = {
  ACCOUNT_ALREADY_OPEN: 'CONFLICT',
  BANK_UNREACHABLE: 'SERVICE_UNAVAILABLE',
  CONFLICT: 'CONFLICT',
  FORBIDDEN: 'FORBIDDEN',
  INPUT_INVALID: 'BAD_REQUEST',
  INVALID_TRANSITION: 'CONFLICT',
  NOT_FOUND: 'NOT_FOUND',
  OWN_LOAN: 'FORBIDDEN',
  REQUEST_ID_REUSED: 'CONFLICT',
  SAME_PERSON: 'FORBIDDEN',
  SIGN_IN_FAILED: 'UNAUTHORIZED',
  TOO_MANY_ATTEMPTS: 'TOO_MANY_REQUESTS',
  UNAUTHENTICATED: 'UNAUTHORIZED',
};

/** The tRPC code of a refusal: amounts are bad requests, what remains could not be done as things stand. */
export function trpcCodeOf(code: ErrorCode): TrpcCode {
  return BY_CODE[code] ?? (code.startsWith('AMOUNT_') ? 'BAD_REQUEST' : 'PRECONDITION_FAILED');
}

/** The refusal inside an error of tRPC's, which keeps what was thrown as its cause. */
export function refusalIn(error: unknown): DomainError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof DomainError) return cause;
  return undefined;
}

/** Gives what a procedure threw the code that callers see. */
export function toTrpcError(error: TRPCError): TRPCError {
  const refusal = refusalIn(error);
  if (!refusal) return error;
  return new TRPCError({ code: trpcCodeOf(refusal.code), message: refusal.code, cause: refusal });
}
