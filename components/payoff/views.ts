import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '#server/routers/root.ts';

type Outputs = inferRouterOutputs<AppRouter>['prepayment'];

export type EarlyChoices = NonNullable<Outputs['choices']>;
export type PayoffView = Outputs['quotePayoff'];
export type PartsView = Outputs['quotePart'];
export type PartView = PartsView['keepTerm'];
export type EarlyReceiptView = Outputs['received'][number];
