import { router } from '#server/trpc/init.ts';
import { cashRouter } from './cash.ts';
import { custodyRouter } from './custody.ts';
import { loanRouter } from './loan.ts';
import { platformRouter } from './platform.ts';
import { quoteRouter } from './quote.ts';
import { sessionRouter } from './session.ts';

export const appRouter = router({
  platform: platformRouter,
  session: sessionRouter,
  quote: quoteRouter,
  loan: loanRouter,
  cash: cashRouter,
  custody: custodyRouter,
});

export type AppRouter = typeof appRouter;
