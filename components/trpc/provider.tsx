'use client';

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import superjson from 'superjson';
import type { AppRouter } from '#server/routers/root.ts';
import { refusalOf } from './refusal.ts';

export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

/** What was refused for a reason stays refused; only faults of the network or of ours are tried again. */
const worthAnotherTry = (failures: number, error: unknown): boolean =>
  failures < 2 && (refusalOf(error)?.httpStatus ?? 500) >= 500;

/** A session that has ended leads to sign-in, which says so and leads back. */
function leaveIfSignedOut(error: unknown): void {
  if (refusalOf(error)?.code !== 'UNAUTHENTICATED') return;
  const { pathname, search } = window.location;
  window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveIfSignedOut }),
    mutationCache: new MutationCache({ onError: leaveIfSignedOut }),
    defaultOptions: {
      queries: { staleTime: 5_000, retry: worthAnotherTry },
      mutations: { retry: false },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}

/** Queries and mutations of the pages; amounts travel as bigint. */
export function DataProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(newQueryClient);
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [httpBatchLink({ url: '/api/trpc', transformer: superjson, maxURLLength: 4_000 })],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
