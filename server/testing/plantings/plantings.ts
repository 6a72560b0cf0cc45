import { BALANCE_PLANTINGS } from './balance-plantings.ts';
import { EXTENSION_PLANTINGS } from './extension-plantings.ts';
import { FILE_PLANTINGS } from './file-plantings.ts';
import { FREEZE_PLANTINGS } from './freeze-plantings.ts';
import { LINE_PLANTINGS } from './line-plantings.ts';
import { LOAN_PLANTINGS } from './loan-plantings.ts';
import type { Planting } from './planting.ts';

/** Everything that can be put wrong about a day that has ended. */
export const PLANTINGS: readonly Planting[] = [
  ...FILE_PLANTINGS,
  ...EXTENSION_PLANTINGS,
  ...LINE_PLANTINGS,
  ...FREEZE_PLANTINGS,
  ...BALANCE_PLANTINGS,
  ...LOAN_PLANTINGS,
];
