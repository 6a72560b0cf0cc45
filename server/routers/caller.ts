import { createCallerFactory } from '#server/trpc/init.ts';
import { appRouter } from './root.ts';

/** The procedures as functions, for pages and tests. */
export const createCaller = createCallerFactory(appRouter);
