import { expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import { fen } from '#server/primitives/money.ts';
import { classify, type Difference, type Side } from './compare.ts';

const side: Side = { amount: fen(10_000n), source: 'INV-1', target: 'BOR-1' };
const line: Difference = {
  object: 'T1-1',
  ours: side,
  theirs: side,
  repeated: false,
  elsewhere: null,
  datedAlike: true,
  instruction: 'succeeded',
  contradicted: false,
  told: false,
  misdated: false,
  consistent: true,
  postedTwice: false,
};

test.each<[string, Partial<Difference>, string, string]>([
  ['only the bank has it and its answer never came', { ours: null, instruction: 'unknown' }, 'status', 'answer-lost'],
  ['only the bank has it, taken and never told', { ours: null, instruction: 'accepted' }, 'status', 'notify-lost'],
  [
    'only the bank has it, told, and not concluded',
    { ours: null, instruction: 'accepted', told: true },
    ...(['status', 'answer-lost'] as const),
  ],
  [
    'only the bank has it, of another amount than asked for',
    { ours: null, instruction: 'unknown', contradicted: true },
    ...(['status', 'answer-contradicts'] as const),
  ],
  ['only we have it, and twice', { theirs: null, postedTwice: true }, 'duplicate', 'posted-twice'],
  [
    'we have it on another day than its own',
    { ours: null, elsewhere: plainDate('2026-03-30'), datedAlike: false },
    ...(['wrong-day', 'row-changed-here'] as const),
  ],
  [
    'only the bank has it, we took it for failed',
    { ours: null, instruction: 'failed' },
    'status',
    'concluded-as-failed',
  ],
  ['only the bank has it, no request was ours', { ours: null, instruction: null }, 'missing-here', 'never-sent'],
  ['only the bank has it though it succeeded here', { ours: null }, 'missing-here', 'posting-missing'],
  ['we have it on another day', { ours: null, elsewhere: plainDate('2026-03-30') }, 'wrong-day', 'cut-off'],
  ['only we have it', { theirs: null }, 'missing-there', 'file-row-missing'],
  [
    'only we have it, and no success',
    { theirs: null, instruction: 'failed' },
    'missing-there',
    'posted-without-effect',
  ],
  ['the bank has it on another day', { theirs: null, elsewhere: plainDate('2026-04-01') }, 'wrong-day', 'cut-off'],
  ['the file has it twice', { ours: null, repeated: true }, 'duplicate', 'file-row-repeated'],
  ['a fen more in the file', { theirs: { ...side, amount: fen(10_001n) } }, 'amount', 'file-row-changed'],
  [
    'our row was raised',
    { ours: { ...side, amount: fen(10_001n) }, consistent: false },
    ...(['amount', 'row-changed-here'] as const),
  ],
  ['another payee in the file', { theirs: { ...side, target: 'BOR-2' } }, 'user', 'file-row-changed'],
  [
    'another payee here',
    { ours: { ...side, target: 'BOR-2' }, consistent: false },
    ...(['user', 'row-changed-here'] as const),
  ],
  ['both have it, but our instruction is taken for failed', { instruction: 'failed' }, 'status', 'row-changed-here'],
  ['the line is of another day than its file', { misdated: true }, 'wrong-day', 'file-row-changed'],
])('%s', (_, change, kind, cause) => {
  expect(classify({ ...line, ...change })).toMatchObject({ kind, cause, object: 'T1-1' });
});

test('both values are kept as text', () => {
  expect(classify({ ...line, theirs: { ...side, amount: fen(10_001n) } })).toMatchObject({
    ours: '100.00 INV-1>BOR-1',
    theirs: '100.01 INV-1>BOR-1',
  });
});
