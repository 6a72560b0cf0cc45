import type { Watch } from './found.ts';
import { findDoubts, findRefusedNotifies } from './watch-bank.ts';
import { watchChain } from './watch-chain.ts';
import { findAgingBreaks, findHeldPayouts, findRedDays, findStuckDays } from './watch-days.ts';
import { findAgingSuspense, findLowAdvance } from './watch-money.ts';

/** Everything that raises an alert. What is `high` is also told by mail. */
export const WATCHES: readonly Watch[] = [
  { kind: 'day-red', severity: 'high', find: findRedDays },
  { kind: 'day-end-stuck', severity: 'high', find: findStuckDays },
  { kind: 'payouts-held', severity: 'high', find: findHeldPayouts },
  { kind: 'chain-broken', severity: 'high', find: watchChain() },
  { kind: 'notify-refused', severity: 'high', find: findRefusedNotifies },
  { kind: 'instruction-in-doubt', severity: 'high', find: findDoubts },
  { kind: 'break-aging', severity: 'normal', find: findAgingBreaks },
  { kind: 'suspense-aging', severity: 'normal', find: findAgingSuspense },
  { kind: 'advance-low', severity: 'normal', find: findLowAdvance },
];
