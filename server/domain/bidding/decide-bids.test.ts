import { expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import { randomIds, type Uuid } from '#server/primitives/ids.ts';
import { fen } from '#server/primitives/money.ts';
import { mintInvestor } from '../actors.ts';
import { decideBids } from './decide-bids.ts';
import type { Bidder, Listing } from './rules.ts';

const newId = randomIds(() => 0);
const loanId = newId();
const listing: Listing = {
  state: 'open',
  amount: fen(1_000n),
  reserved: fen(0n),
  opensAt: null,
  deadlineAt: null,
  borrowerPersonId: newId(),
  minimumBid: fen(100n),
  bidStep: fen(100n),
  perInvestorCap: fen(600n),
  perInvestorCapPpm: null,
  enterpriseId: null,
  guarantorId: null,
  guarantorPersonId: null,
};
const bidder = (): Bidder => ({
  personId: newId(),
  enterpriseId: null,
  accountState: 'active',
  spendable: fen(500n),
  onLoan: fen(0n),
  tender: { amountLimit: null, expiresOn: null },
});
const order = (accountId: Uuid | null, amount: bigint) => ({
  actor: mintInvestor({ memberId: newId(), personId: newId(), accountId }),
  requestId: newId(),
  loanId,
  amount: fen(amount),
});
const moment = { now: new Date(0), businessDate: plainDate('2026-03-02') };

test('each bid of a batch sees what those before it have left', () => {
  const [anna, bert, carl] = [newId(), newId(), newId()];
  const bidders = new Map([anna, bert, carl].map((id) => [id, bidder()]));
  const orders = [order(anna, 400n), order(anna, 200n), order(bert, 500n), order(carl, 200n), order(carl, 100n)];
  const codes = decideBids(listing, bidders, orders, moment).map(({ refusal }) => refusal?.code);
  expect(codes).toEqual([undefined, 'AMOUNT_OVER_BALANCE', undefined, 'AMOUNT_OVER_REMAINING', undefined]);
});

test('a cap holds over the bids of one batch', () => {
  const anna = newId();
  const rich = new Map([[anna, { ...bidder(), spendable: fen(9_000n) }]]);
  const codes = decideBids(listing, rich, [order(anna, 400n), order(anna, 300n)], moment);
  expect(codes.map(({ refusal }) => refusal?.code)).toEqual([undefined, 'AMOUNT_OVER_CAP']);
});

test('a bidder without an account is refused', () => {
  const orders = [order(null, 100n), order(newId(), 100n)];
  const codes = decideBids(listing, new Map(), orders, moment).map(({ refusal }) => refusal?.code);
  expect(codes).toEqual(['ACCOUNT_NOT_OPEN', 'ACCOUNT_NOT_OPEN']);
});
