import { expect, test } from 'vitest';
import { uuid } from '#server/primitives/ids.ts';
import { fen, ZERO } from '#server/primitives/money.ts';
import { type BalanceDifference, explainBalance } from './explain-balance.ts';
import { explainFreeze, type FreezeDifference } from './explain-freeze.ts';
import { explainStored, type StoredDifference } from './summary-and-detail.ts';

const held = (available: bigint, frozen: bigint) => ({ available: fen(available), frozen: fen(frozen) });
const balance: BalanceDifference = {
  platformUserNo: 'INV-1',
  ours: held(5_000n, 0n),
  theirs: held(4_000n, 1_000n),
  repeated: false,
  misdated: false,
  rowAgrees: true,
  sumAgrees: true,
  entriesAgree: true,
  lineDiffers: false,
  freezesDiffer: ZERO,
  carriedOver: false,
  underWay: false,
  links: {},
};

test.each<[string, Partial<BalanceDifference>, string, string]>([
  ['nothing of ours explains it', {}, 'balance', 'bank-own-booking'],
  ['the bank’s row contradicts itself', { rowAgrees: false }, 'balance', 'file-row-changed'],
  ['the rows are not what the bank sums up', { sumAgrees: false }, 'balance', 'file-row-changed'],
  ['our entries were changed', { entriesAgree: false, sumAgrees: false }, 'balance', 'follows-from-entries'],
  ['a line differs', { lineDiffers: true, sumAgrees: false }, 'balance', 'follows-from-lines'],
  ['a freeze differs by as much', { freezesDiffer: fen(1_000n) }, 'balance', 'follows-from-freezes'],
  ['a freeze differs by something else', { freezesDiffer: fen(900n) }, 'balance', 'bank-own-booking'],
  ['it was found yesterday', { carriedOver: true }, 'balance', 'carried-over'],
  ['an answer is missing', { underWay: true }, 'balance', 'answer-lost'],
  ['only the bank keeps it', { ours: null }, 'balance', 'account-unknown-here'],
  ['a row too many', { ours: null, sumAgrees: false }, 'balance', 'file-row-changed'],
  ['only we keep it', { theirs: null }, 'balance', 'account-unknown-there'],
  ['a row too few', { theirs: null, sumAgrees: false }, 'balance', 'file-row-missing'],
  ['the row stands there twice', { repeated: true }, 'duplicate', 'file-row-repeated'],
  ['the row is of another day', { misdated: true }, 'wrong-day', 'file-row-changed'],
])('a balance that differs because %s', (_, change, kind, cause) => {
  expect(explainBalance({ ...balance, ...change })).toMatchObject({ kind, cause, object: 'INV-1' });
});

test('both values are kept as text and as sums', () => {
  expect(explainBalance(balance)).toMatchObject({
    ours: '50.00 + 0.00',
    theirs: '40.00 + 10.00',
    amounts: { ours: 5_000n, theirs: 5_000n },
  });
});

const side = (amount: bigint) => ({ userNo: 'INV-1', amount: fen(amount) });
const freeze: FreezeDifference = {
  requestNo: 'F1',
  ours: side(1_000n),
  theirs: side(1_000n),
  misdated: false,
  repeated: false,
  instruction: 'succeeded',
  journal: fen(1_000n),
  rowsAgree: true,
  underWay: false,
  links: {},
};
const theirsAlone = { ours: null, journal: ZERO } as const;
const oursAlone = { theirs: null } as const;

test.each<[string, Partial<FreezeDifference>, string, string]>([
  ['the bank made it by itself', { ...theirsAlone, instruction: null }, 'freeze-without-bid', 'bank-own-freeze'],
  ['the file has a row too many', { ...theirsAlone, rowsAgree: false }, 'freeze-without-bid', 'file-row-changed'],
  ['its answer was lost', { ...theirsAlone, instruction: 'unknown' }, 'freeze-without-bid', 'answer-lost'],
  ['we took it for failed', { ...theirsAlone, instruction: 'failed' }, 'freeze-without-bid', 'concluded-as-failed'],
  ['its state was changed', { ours: null }, 'freeze-without-bid', 'state-changed-here'],
  ['we released it alone', theirsAlone, 'freeze-without-bid', 'posted-without-effect'],
  ['the bank released it', oursAlone, 'bid-without-freeze', 'bank-released'],
  ['a release is under way', { ...oursAlone, underWay: true }, 'bid-without-freeze', 'answer-lost'],
  ['the file lacks it', { ...oursAlone, rowsAgree: false }, 'bid-without-freeze', 'file-row-missing'],
  ['the file says less', { theirs: side(900n), rowsAgree: false }, 'bid-without-freeze', 'file-row-changed'],
  ['its state was changed', { ...oursAlone, journal: ZERO }, 'bid-without-freeze', 'state-changed-here'],
  ['it never succeeded', { ...oursAlone, instruction: 'failed' }, 'bid-without-freeze', 'posted-without-effect'],
  [
    'the file names another',
    { theirs: { ...side(1_000n), userNo: 'X' }, rowsAgree: false },
    'user',
    'file-row-changed',
  ],
  ['the file has it twice', { repeated: true }, 'duplicate', 'file-row-repeated'],
  ['the row is of another day', { misdated: true }, 'wrong-day', 'file-row-changed'],
])('a freeze that differs because %s', (_, change, kind, cause) => {
  expect(explainFreeze({ ...freeze, ...change })).toMatchObject({ kind, cause, object: 'F1' });
});

const amounts = (available: bigint) => ({ available: fen(available), frozen: ZERO, withdrawing: ZERO });
const stored: StoredDifference = {
  userNo: 'INV-1',
  stored: amounts(100n),
  entered: amounts(100n),
  entryCount: 3n,
  last: 3n,
  gapAt: null,
  brokenAt: null,
  accountId: uuid('00000000-0000-7000-8000-000000000001'),
  journalId: null,
};

test.each<[string, Partial<StoredDifference>, string]>([
  ['the balance alone was changed', { stored: amounts(101n) }, 'balance-changed-here'],
  ['the count alone was changed', { entryCount: 4n }, 'balance-changed-here'],
  ['an entry in the middle is gone', { gapAt: 3n, entered: amounts(90n) }, 'entry-removed'],
  ['the last entry is gone', { last: 2n, entered: amounts(90n) }, 'entry-removed'],
  ['there is an entry more', { last: 4n, entered: amounts(110n) }, 'entry-added'],
  ['an entry was changed', { brokenAt: 2n, entered: amounts(99n) }, 'entry-changed'],
  ['a running balance was changed', { brokenAt: 2n }, 'entry-changed'],
])('an account that disagrees with its entries because %s', (_, change, cause) => {
  expect(explainStored({ ...stored, ...change })).toMatchObject({ kind: 'balance-not-entries', cause });
});

test('the numbers say where the chain breaks', () => {
  expect(explainStored({ ...stored, brokenAt: 2n })).toMatchObject({
    ours: '1.00 + 0.00 + 0.00 #3',
    theirs: '1.00 + 0.00 + 0.00 #3 @2',
  });
});
