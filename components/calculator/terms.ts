import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** What the calculator asks, as it stands in the address: the link is the question. */
export const calculatorTerms = {
  amount: parseAsString.withDefault('10000'),
  rate: parseAsString.withDefault('9.5'),
  fee: parseAsString.withDefault('1.5'),
  kind: parseAsStringLiteral(['equal-instalment', 'equal-principal', 'interest-first', 'bullet']).withDefault(
    'equal-instalment',
  ),
  term: parseAsInteger.withDefault(12),
  unit: parseAsStringLiteral(['month', 'day']).withDefault('month'),
  days: parseAsStringLiteral(['30/360', 'ACT/365', 'ACT/360']).withDefault('30/360'),
  rounding: parseAsStringLiteral(['half-even', 'up']).withDefault('half-even'),
};

export const loadCalculatorTerms = createLoader(calculatorTerms);

export const REPAYMENT_KINDS = ['equal-instalment', 'equal-principal', 'interest-first', 'bullet'] as const;
export const LONGEST_TERM = { month: 60, day: 365 } as const;
