import { createLoader, type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const REPAYMENT_KINDS = ['equal-instalment', 'equal-principal', 'interest-first', 'bullet'] as const;
export const DAY_COUNTS = ['30/360', 'ACT/365', 'ACT/360'] as const;
export const LONGEST_TERM = { month: 60, day: 365 } as const;

/** What the calculator asks, as it stands in the address: the link is the question. */
export const calculatorTerms = {
  amount: parseAsString.withDefault('10000'),
  rate: parseAsString.withDefault('9.5'),
  fee: parseAsString.withDefault('1.5'),
  kind: parseAsStringLiteral(REPAYMENT_KINDS).withDefault('equal-instalment'),
  term: parseAsInteger.withDefault(12),
  unit: parseAsStringLiteral(['month', 'day']).withDefault('month'),
  days: parseAsStringLiteral(DAY_COUNTS).withDefault('30/360'),
  rounding: parseAsStringLiteral(['half-even', 'up']).withDefault('half-even'),
};

export const loadCalculatorTerms = createLoader(calculatorTerms);

export type CalculatorTerms = inferParserType<typeof calculatorTerms>;
export type SetTerms = (change: Partial<CalculatorTerms>) => void;
