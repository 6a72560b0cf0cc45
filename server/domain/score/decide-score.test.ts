import { expect, test } from 'vitest';
import { decideScore, type Rule } from './decide-score.ts';
import { FIRST_RULES, FIRST_STEPS } from './first-rules.ts';
import type { ScoreInputs } from './inputs.ts';

const inputs: ScoreInputs = {
  amount: 30_000,
  term: 12,
  in_months: true,
  borrower_kind: 'person',
  collateral: 'credit',
  guaranteed: false,
  declared_debt: 0,
  income_known: true,
  income: 10_000,
  instalment_to_income_ppm: 262_000,
  loans_repaid: 0,
  loans_running: 0,
  open_debt: 0,
  days_late: 0,
  bureau_answered: true,
  bureau_score: 650,
  bureau_enquiries: 1,
  bureau_overdue: false,
  blacklist_answered: true,
  blacklisted: false,
  payroll_answered: true,
  payroll_income: 9_500,
};
const FIRST = { rules: FIRST_RULES, steps: FIRST_STEPS };
const silent = {
  bureau_answered: false,
  bureau_score: null,
  bureau_enquiries: null,
  bureau_overdue: null,
  blacklist_answered: false,
  blacklisted: null,
  payroll_answered: false,
  payroll_income: null,
};

test('the points of what holds add up to a grade with its price and limit', () => {
  const decided = decideScore(FIRST, inputs);
  const holding = decided.lines.filter(({ matched }) => matched);
  expect(holding.map(({ points }) => points)).toEqual([200, 100, 80, 40]);
  expect(decided).toMatchObject({
    points: 420,
    knockedOut: false,
    grade: 'B',
    ratePpm: 85_000,
    amountLimit: 80_000_000n,
  });
});

test('silent sources cost points and never help', () => {
  const decided = decideScore(FIRST, { ...inputs, ...silent });
  expect(decided).toMatchObject({ points: 200, grade: 'E', knockedOut: false });
  expect(decided.lines.every(({ matched }) => matched !== null)).toBe(true);
});

test('a knock-out leaves no grade, whatever the points', () => {
  const decided = decideScore(FIRST, { ...inputs, blacklisted: true });
  expect(decided).toMatchObject({ points: 420, knockedOut: true, grade: null, ratePpm: null, amountLimit: null });
});

test('a knock-out that cannot be told leaves the grade to a person', () => {
  const rule: Rule = {
    name: 'k',
    expression: 'bureau_score < 400 || bureau_answered && false',
    points: 0,
    reason: 'r',
    knockOut: true,
  };
  const rules = [...FIRST_RULES, rule];
  expect(decideScore({ rules, steps: FIRST_STEPS }, { ...inputs, ...silent })).toMatchObject({
    knockedOut: false,
    grade: null,
  });
});

test('fewer points than the last step has no grade', () => {
  const poor = {
    ...inputs,
    bureau_score: 500,
    bureau_overdue: true,
    instalment_to_income_ppm: 600_000,
    payroll_income: 1,
  };
  expect(decideScore(FIRST, poor)).toMatchObject({ points: 0, grade: null, knockedOut: false });
});
