import type { LineEvidenceView } from '#components/trpc/outputs.ts';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { minus, sum } from '#server/primitives/money.ts';

/** What is left of the difference at one line: our postings of the day less the rows of its files; fees stand twice there. */
export function differenceOf({ postings, rows }: LineEvidenceView, date: PlainDate) {
  const ofDay = rows.filter((row) => row.businessDate === date && row.file !== 'COMMISSION');
  // Freezes and releases stand in no file.
  const filed = postings.filter(
    (posting) => posting.businessDate === date && !['FREEZE', 'RELEASE'].includes(posting.kind),
  );
  return minus(sum(filed.map(({ amount }) => amount)), sum(ofDay.map(({ amount }) => amount)));
}
