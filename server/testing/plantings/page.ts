import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tally } from './tally.ts';

/** Writes docs/plantings.md: what the last long run planted and found. */
export function writePage(tally: Tally, seed: number): void {
  const page = [
    '# What was planted, and what was found',
    '',
    `The last long run of \`server/domain/reconciliation/plantings.db.test.ts\`, from seed ${seed}. Each planting puts`,
    'something wrong at a random place: in a file of the bank, at the bank itself, or, as the owner of the database, in',
    'our own rows; alone or together with others, each on objects of its own. Then the day is reconciled. A planting is',
    'found when every break that it must lead to is there; a break that belongs to none counts as not planted. Two people',
    'then correct what was found: the day becomes green, or signed where nothing says what the truth was and two people',
    'answer for it.',
    '',
    tally.table(),
    '',
  ];
  writeFileSync(join(import.meta.dirname, '../../../docs/plantings.md'), page.join('\n'));
}
