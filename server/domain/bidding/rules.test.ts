import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import { randomIds } from '#server/primitives/ids.ts';
import { fen, type Money, minus } from '#server/primitives/money.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { type Bidder, type Listing, remainingOf, whyRefused } from './rules.ts';

const newId = randomIds(() => 0);
const [investor, borrower, guarantor, guarantorsPerson] = [newId(), newId(), newId(), newId()];
const yuan = (amount: number): Money => fen(BigInt(amount) * 100n);
const noon = new Date('2026-03-02T04:00:00Z');
const moment = { now: noon, businessDate: plainDate('2026-03-02') };
const listing: Listing = {
  state: 'open',
  amount: yuan(10_000),
  reserved: yuan(9_000),
  opensAt: new Date(noon.getTime() - 1000),
  deadlineAt: new Date(noon.getTime() + 1000),
  borrowerPersonId: borrower,
  minimumBid: yuan(100),
  bidStep: yuan(50),
  perInvestorCap: yuan(800),
  perInvestorCapPpm: null,
  enterpriseId: null,
  guarantorId: guarantor,
  guarantorPersonId: guarantorsPerson,
};
const bidder: Bidder = {
  personId: investor,
  enterpriseId: null,
  accountState: 'active',
  spendable: yuan(5_000),
  onLoan: yuan(0),
  tender: { amountLimit: yuan(700), expiresOn: plainDate('2026-03-02') },
};
const anyAmount = { amountLimit: null, expiresOn: null };
type Case = { listing?: Partial<Listing>; bidder?: Partial<Bidder>; amount?: Money };
function refusal({ amount = yuan(100), ...changes }: Case) {
  const changed = { ...listing, ...changes.listing };
  return whyRefused(changed, remainingOf(changed), { ...bidder, ...changes.bidder }, amount, moment);
}
const code = (changes: Case) => refusal(changes)?.code;

test('a proper bid is not refused', () => {
  expect(code({})).toBeUndefined();
});

test.each<[string, Case, string]>([
  ['a loan that is full', { listing: { state: 'full' } }, 'LOAN_NOT_OPEN'],
  ['a loan past its deadline', { listing: { deadlineAt: noon } }, 'LOAN_NOT_OPEN'],
  ['an account that the bank has not opened', { bidder: { accountState: 'opening' } }, 'ACCOUNT_NOT_OPEN'],
  ['the borrower himself', { bidder: { personId: borrower } }, 'OWN_LOAN'],
  [
    'the enterprise that borrows',
    { listing: { enterpriseId: investor }, bidder: { enterpriseId: investor } },
    'OWN_LOAN',
  ],
  ['the guarantor of the loan', { bidder: { enterpriseId: guarantor } }, 'GUARANTOR_OF_LOAN'],
  ['who represents the guarantor', { bidder: { personId: guarantorsPerson } }, 'GUARANTOR_OF_LOAN'],
  [
    'more than his share of the loan',
    { listing: { perInvestorCapPpm: ratePpm(50_000) }, bidder: { tender: anyAmount }, amount: yuan(550) },
    'AMOUNT_OVER_CAP',
  ],
  ['no authorisation', { bidder: { tender: undefined } }, 'AUTHORISATION_MISSING'],
  [
    'an authorisation that ended yesterday',
    { bidder: { tender: { amountLimit: null, expiresOn: plainDate('2026-03-01') } } },
    'AUTHORISATION_MISSING',
  ],
  ['nothing', { amount: fen(0n) }, 'AMOUNT_NOT_POSITIVE'],
  ['more than is left', { amount: yuan(1_050) }, 'AMOUNT_OVER_REMAINING'],
  ['less than the minimum', { amount: yuan(50) }, 'AMOUNT_BELOW_MINIMUM'],
  ['an amount between two steps', { amount: yuan(120) }, 'AMOUNT_OFF_STEP'],
  ['a bid that leaves less than the minimum', { amount: yuan(950) }, 'AMOUNT_LEAVES_TOO_LITTLE'],
  ['more than one investor may lend', { bidder: { onLoan: yuan(750) } }, 'AMOUNT_OVER_CAP'],
  ['more than is available', { bidder: { spendable: yuan(99) } }, 'AMOUNT_OVER_BALANCE'],
  ['more than is authorised', { amount: yuan(750) }, 'AMOUNT_OVER_AUTHORISATION'],
])('refuses %s', (_, changes, expected) => {
  expect(code(changes)).toBe(expected);
});

describe('the end of a loan', () => {
  test('the whole remaining may be taken, below the minimum and off the steps', () => {
    expect(code({ listing: { reserved: minus(yuan(10_000), fen(3_333n)) }, amount: fen(3_333n) })).toBeUndefined();
  });

  test('a bid that leaves too little is told the most it may be', () => {
    expect(refusal({ amount: yuan(950) })?.details).toMatchObject({ mostFen: '90000', remainingFen: '100000' });
    const last = { listing: { reserved: yuan(9_870) }, amount: yuan(100) };
    expect(refusal(last)?.details).toMatchObject({ mostFen: '13000' });
  });

  test('whatever bids are taken, everything can be taken', () => {
    const bids = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(bids, fc.integer({ min: 0, max: 99 }), (steps, odd) => {
        const amount = fen(yuan(2_000) + BigInt(odd));
        let remaining: Money = amount;
        const taken = (wanted: Money) => {
          const one = { ...bidder, spendable: yuan(90_000), tender: { amountLimit: null, expiresOn: null } };
          const free = { ...listing, amount, reserved: minus(amount, remaining), perInvestorCap: null };
          const refused = whyRefused(free, remaining, one, wanted, moment);
          if (!refused) remaining = minus(remaining, wanted);
          return refused;
        };
        for (const step of steps) {
          const refused = taken(yuan(step * 50));
          const most = refused?.details.mostFen;
          if (most !== undefined) expect(taken(fen(BigInt(String(most))))).toBeUndefined();
          if (remaining > 0n) expect(remaining >= yuan(100)).toBe(true);
        }
        if (remaining > 0n) expect(taken(remaining)).toBeUndefined();
      }),
    );
  });
});
