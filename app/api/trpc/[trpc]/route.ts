import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { currentViewer } from '#server/auth/current-viewer.ts';
import { portal } from '#server/portal.ts';
import { appRouter } from '#server/routers/root.ts';
import { requestContext } from '#server/trpc/context.ts';

const handler = (request: Request): Promise<Response> =>
  fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: async () => requestContext(await portal(), await currentViewer(), request.headers),
  });

export { handler as GET, handler as POST };
