import { TRPCClientError } from '@trpc/client';
import type { ErrorDetails } from '#server/primitives/errors.ts';

/** What a failed request came to, as pages need it. */
export type Refusal = Readonly<{
  /** Our code, 'OFFLINE' when no answer came, else 'UNKNOWN'. */
  code: string;
  details: ErrorDetails;
  requestId: string | null;
  httpStatus: number;
}>;

type ErrorData = { errorCode?: string | null; details?: ErrorDetails; requestId?: string | null; httpStatus?: number };

/** Sorts whatever a query or mutation failed with; undefined when it did not fail. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!error) return undefined;
  const data = error instanceof TRPCClientError ? (error.data as ErrorData | null | undefined) : undefined;
  return {
    code: data?.errorCode ?? (error instanceof TRPCClientError && !data ? 'OFFLINE' : 'UNKNOWN'),
    details: data?.details ?? {},
    requestId: data?.requestId ?? null,
    httpStatus: data?.httpStatus ?? 0,
  };
}
