import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import { dehydrate, type FetchInfiniteQueryOptions, type FetchQueryOptions, QueryClient } from '@tanstack/react-query';
import { TRPCError } from '@trpc/server';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import superjson from 'superjson';
import { currentViewer } from './auth/current-viewer.ts';
import type { Viewer } from './auth/viewer.ts';
import { portal } from './portal.ts';
import { createCaller } from './routers/caller.ts';
import { appRouter } from './routers/root.ts';
import { staffRolesOf } from './trpc/actors.ts';
import { requestContext } from './trpc/context.ts';
import type { adminProcedure } from './trpc/init.ts';

/** Everything pages take from the server, once per request. */

export const viewer = cache(currentViewer);

const scope = cache(async () => requestContext(await portal(), await viewer(), await headers()));

const queryClient = cache(
  () => new QueryClient({ defaultOptions: { dehydrate: { serializeData: superjson.serialize } } }),
);

/** For figures that a page draws once: the procedures as plain functions. */
export const api = createCaller(scope);

/** What the frame of every page shows; asked once however many parts of the page want it. */
export const platformStatus = cache(() => api.platform.status());

/** Runs things as part of this request, also when the stream of its answer is read after it. */
export const withinRequest = () => AsyncLocalStorage.snapshot();

/** For figures that stay alive in the browser: query options to prefetch. */
export const trpc = createTRPCOptionsProxy({ ctx: scope, router: appRouter, queryClient });

/** For lists that the browser fetches on page by page: here only the first. */
export const firstPage = { initialCursor: undefined, getNextPageParam: () => undefined };

/** Runs the queries now and gives what <Hydrate> hands to the browser. A failed one is asked again there. */
export async function prefetched(...queries: readonly { queryKey: readonly unknown[] }[]) {
  const client = queryClient();
  await Promise.all(
    queries.map((query) =>
      'initialPageParam' in query
        ? client.prefetchInfiniteQuery(query as FetchInfiniteQueryOptions<unknown>)
        : client.prefetchQuery(query as FetchQueryOptions),
    ),
  );
  return dehydrate(client);
}

/** One day end with its reconciliation, or null for a day that has none. */
export async function findDay(date: string) {
  try {
    const [runs, reconciliation] = await Promise.all([
      api.dayEnd.runs({ from: date, to: date }),
      api.dayEnd.reconciliation({ date }),
    ]);
    return runs[0] ? { run: runs[0], reconciliation } : null;
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'BAD_REQUEST') return null;
    throw error;
  }
}

/** What a procedure answers to what stands in an address, or null where that names nothing. */
export async function addressed<Found>(asked: Promise<Found>): Promise<Found | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof TRPCError && ['NOT_FOUND', 'BAD_REQUEST'].includes(error.code)) return null;
    throw error;
  }
}

/** A loan that the public may see, or null. */
export const findLoan = cache(async (loanId: string) => {
  try {
    return await api.loan.page({ loanId });
  } catch (error) {
    if (error instanceof TRPCError && ['NOT_FOUND', 'BAD_REQUEST'].includes(error.code)) return null;
    throw error;
  }
});

/** The borrower's own application with its history, or null. */
export const findOwnApplication = cache(async (loanId: string) => {
  try {
    return await api.application.mine({ loanId });
  } catch (error) {
    if (error instanceof TRPCError && ['NOT_FOUND', 'BAD_REQUEST'].includes(error.code)) return null;
    throw error;
  }
});

/** One application as staff reviews it, or null. */
export const findApplication = cache(async (loanId: string) => {
  try {
    return await api.application.review({ loanId });
  } catch (error) {
    if (error instanceof TRPCError && ['NOT_FOUND', 'BAD_REQUEST'].includes(error.code)) return null;
    throw error;
  }
});

const PORTALS = {
  investor: (someone: Viewer) => someone.roles.includes('investor'),
  borrower: (someone: Viewer) => someone.roles.includes('borrower'),
  guarantor: (someone: Viewer) => someone.roles.includes('guarantor'),
  admin: (someone: Viewer) => staffRolesOf(someone).length > 0,
  anybody: () => true,
};

/** Who is here, if they may be: else off to the sign-in page, which says why and leads back. */
export async function admit(to: keyof typeof PORTALS, path: string): Promise<Viewer> {
  const someone = await viewer();
  const next = encodeURIComponent(path);
  if (!someone) redirect(`/sign-in?next=${next}`);
  if (!PORTALS[to](someone)) redirect(`/sign-in?next=${next}&reason=role`);
  return someone;
}

/** The same for a page that not all of the staff may see; the others go to the first page of the back office. */
export async function admitStaff(allowed: Parameters<typeof adminProcedure>[0], path: string): Promise<Viewer> {
  const someone = await admit('admin', path);
  if (!staffRolesOf(someone).some((role) => allowed.includes(role))) redirect('/admin');
  return someone;
}
