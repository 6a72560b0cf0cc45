import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIRST_RULES } from './first-rules.ts';
import { INPUT_NAMES, type ScoreInputs } from './inputs.ts';
import { judge, type RuleProblem, ruleFault } from './rule-language.ts';

const known: ScoreInputs = {
  amount: 30_000,
  term: 12,
  in_months: true,
  borrower_kind: 'person',
  collateral: 'car',
  guaranteed: false,
  declared_debt: 0,
  income_known: true,
  income: 10_000,
  instalment_to_income_ppm: 262_000,
  loans_repaid: 1,
  loans_running: 0,
  open_debt: 0,
  days_late: 0,
  bureau_answered: true,
  bureau_score: 730,
  bureau_enquiries: 1,
  bureau_overdue: false,
  blacklist_answered: true,
  blacklisted: false,
  payroll_answered: true,
  payroll_income: 9_500,
};

test.each<[string, RuleProblem, string]>([
  ['', 'empty', ''],
  ['  ', 'empty', '  '],
  [`${'true || '.repeat(80)}true`, 'too-long', 'true || true || true || true || true || '],
  ['amount >', 'syntax', ''],
  ['amount > 5 5', 'syntax', '5'],
  ['salary > 5', 'unknown-name', 'salary'],
  ['name == "x"', 'unknown-name', 'name'],
  ['amount > "5"', 'wrong-type', 'amount > "5"'],
  ['collateral > 3', 'wrong-type', 'collateral > 3'],
  ['amount', 'not-boolean', 'int'],
  ['amount + term', 'not-boolean', 'int'],
  ['income > 5000', 'unguarded', 'income_known'],
  ['income_known && bureau_score > 700', 'unguarded', 'bureau_answered'],
])('%j is refused as %s at its place', (expression, problem, what) => {
  const fault = ruleFault(expression);
  expect(fault).toMatchObject({ problem, what });
  expect(fault && fault.from <= fault.to && fault.to <= expression.length).toBe(true);
});

test('the place of a fault is where the word stands', () => {
  expect(ruleFault('amount > 5 && salary > 5')).toEqual({ problem: 'unknown-name', from: 14, to: 20, what: 'salary' });
  expect(ruleFault('amount > 5 && income > 5')).toMatchObject({ from: 14, to: 20 });
});

test.each(FIRST_RULES)('the first rule $name passes', ({ expression }) => {
  expect(ruleFault(expression)).toBeUndefined();
});

describe('what a rule says', () => {
  test('follows the inputs', () => {
    expect(judge('income_known && instalment_to_income_ppm <= 300000', known)).toBe(true);
    expect(judge('collateral in ["house", "receivable"]', known)).toBe(false);
  });

  test('is told by its guard when a source was silent', () => {
    const silent = { ...known, bureau_answered: false, bureau_score: null };
    expect(judge('bureau_answered && bureau_score > 700', silent)).toBe(false);
    expect(judge('!bureau_answered || bureau_score > 700', silent)).toBe(true);
  });

  test('is nothing when a missing value or a division by nothing is all it has', () => {
    const silent = { ...known, bureau_answered: false, bureau_score: null };
    expect(judge('bureau_score > 700 || bureau_answered && false', silent)).toBeNull();
    expect(judge('amount / loans_running > 1', known)).toBeNull();
  });
});

test('no text of any kind throws, and what passes is true, false or untold', () => {
  const word = fc.oneof(
    fc.constantFrom(
      ...INPUT_NAMES,
      '&&',
      '||',
      '!',
      '(',
      ')',
      '<',
      '>=',
      '==',
      '+',
      '/',
      '1',
      '"a"',
      'true',
      'in',
      '[1]',
    ),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 9 }), (words) => {
      const expression = words.join(' ');
      if (ruleFault(expression) === undefined) expect([true, false, null]).toContain(judge(expression, known));
    }),
    { numRuns: 3_000 },
  );
});
