import { FILE_PLANTINGS } from './file-plantings.ts';
import { LINE_PLANTINGS } from './line-plantings.ts';
import type { Planting } from './planting.ts';

/** Everything that can be put wrong. */
export const PLANTINGS: readonly Planting[] = [...FILE_PLANTINGS, ...LINE_PLANTINGS];
