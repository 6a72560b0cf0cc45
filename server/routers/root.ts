import { router } from '#server/trpc/init.ts';
import { alertRouter } from './alert.ts';
import { applicationRouter } from './application.ts';
import { biddingRouter } from './bidding.ts';
import { calendarRouter } from './calendar.ts';
import { cashRouter } from './cash.ts';
import { certificateRouter } from './certificate.ts';
import { custodyRouter } from './custody.ts';
import { dayEndRouter } from './day-end.ts';
import { demoRouter } from './demo.ts';
import { drillRouter } from './drill.ts';
import { guarantorRouter } from './guarantor.ts';
import { listingRouter } from './listing.ts';
import { loanRouter } from './loan.ts';
import { memberRouter } from './member.ts';
import { platformRouter } from './platform.ts';
import { platformAccountRouter } from './platform-account.ts';
import { prepaymentRouter } from './prepayment.ts';
import { productRouter } from './product.ts';
import { proofRouter } from './proof.ts';
import { quoteRouter } from './quote.ts';
import { reconciliationRouter } from './reconciliation.ts';
import { recourseRouter } from './recourse.ts';
import { repaymentRouter } from './repayment.ts';
import { scoreRouter } from './score.ts';
import { sessionRouter } from './session.ts';
import { settlementRouter } from './settlement.ts';
import { withdrawalRouter } from './withdrawal.ts';

/** One router per noun; each procedure parses, calls its verb and returns. */
export const appRouter = router({
  platform: platformRouter,
  platformAccount: platformAccountRouter,
  session: sessionRouter,
  quote: quoteRouter,
  product: productRouter,
  application: applicationRouter,
  loan: loanRouter,
  guarantor: guarantorRouter,
  listing: listingRouter,
  bidding: biddingRouter,
  settlement: settlementRouter,
  repayment: repaymentRouter,
  recourse: recourseRouter,
  prepayment: prepaymentRouter,
  proof: proofRouter,
  score: scoreRouter,
  cash: cashRouter,
  withdrawal: withdrawalRouter,
  custody: custodyRouter,
  dayEnd: dayEndRouter,
  reconciliation: reconciliationRouter,
  drill: drillRouter,
  certificate: certificateRouter,
  calendar: calendarRouter,
  alert: alertRouter,
  member: memberRouter,
  demo: demoRouter,
});

export type AppRouter = typeof appRouter;
