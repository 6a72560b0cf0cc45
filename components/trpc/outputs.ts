import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '#server/routers/root.ts';

type Outputs = inferRouterOutputs<AppRouter>;

export type MarketLoan = Outputs['loan']['market'][number];
export type LoanView = Outputs['loan']['page'];
export type ProductView = Outputs['loan']['products'][number];
export type BorrowedLoan = Outputs['loan']['mine'][number];
export type Application = Outputs['loan']['reviewQueue'][number];
export type StaffLoan = Outputs['loan']['all'][number];
export type OwnBid = Outputs['bidding']['mine'][number];
export type ClaimView = Outputs['repayment']['claims'][number];
export type UpcomingReceipt = Outputs['repayment']['upcoming'][number];
export type InstalmentView = Outputs['repayment']['instalments'][number];
export type CustodyMode = Outputs['platform']['status']['custodyMode'];
export type AccountView = NonNullable<Outputs['cash']['overview']>;
export type StatementLine = Outputs['cash']['statement'][number];
export type InstructionView = Outputs['custody']['instructions'][number];
export type ProgressView = Outputs['custody']['progress'];
export type DayRunView = Outputs['dayEnd']['runs'][number];
export type ReconciliationView = NonNullable<Outputs['dayEnd']['reconciliation']>;
export type SettlementView = Outputs['settlement']['underWay'][number];
export type MemberView = Outputs['member']['masked'][number];
export type SessionView = Outputs['session']['mine'][number];
export type CheckView = ReconciliationView['checks'][number];
export type BreakView = ReconciliationView['breaks'][number];
export type StepView = DayRunView['steps'][number];
