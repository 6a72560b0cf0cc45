import type { SourceName } from '#db/schema/scores.ts';

export type InputType = 'int' | 'bool' | 'string';

/**
 * One thing that a rule may look at. `guard` is the input that says whether this one is known: without it the value may
 * be missing, and a rule that names the value must name its guard and so say what then.
 */
export type InputDeclaration = Readonly<{ type: InputType; guard?: string; source?: SourceName }>;

/** Money in whole yuan, rounded down; shares in parts per million. Never personal data. */
export const SCORE_INPUTS = {
  amount: { type: 'int' },
  term: { type: 'int' },
  in_months: { type: 'bool' },
  borrower_kind: { type: 'string' },
  collateral: { type: 'string' },
  guaranteed: { type: 'bool' },
  declared_debt: { type: 'int' },
  income_known: { type: 'bool' },
  /** A month's income of a person, a twelfth of the yearly turnover of an enterprise. */
  income: { type: 'int', guard: 'income_known' },
  /** The first instalment as a share of a month's income, exact and rounded down. */
  instalment_to_income_ppm: { type: 'int', guard: 'income_known' },
  loans_repaid: { type: 'int' },
  loans_running: { type: 'int' },
  open_debt: { type: 'int' },
  /** The most days that any instalment here was or is late. */
  days_late: { type: 'int' },
  bureau_answered: { type: 'bool', source: 'credit-bureau' },
  bureau_score: { type: 'int', guard: 'bureau_answered', source: 'credit-bureau' },
  bureau_enquiries: { type: 'int', guard: 'bureau_answered', source: 'credit-bureau' },
  bureau_overdue: { type: 'bool', guard: 'bureau_answered', source: 'credit-bureau' },
  blacklist_answered: { type: 'bool', source: 'blacklist' },
  blacklisted: { type: 'bool', guard: 'blacklist_answered', source: 'blacklist' },
  payroll_answered: { type: 'bool', source: 'income' },
  payroll_income: { type: 'int', guard: 'payroll_answered', source: 'income' },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

export type InputName = keyof typeof SCORE_INPUTS;
export type ScoreInputs = Readonly<Record<InputName, number | boolean | string | null>>;

export const INPUT_NAMES = Object.keys(SCORE_INPUTS) as readonly InputName[];
export const declarationOf = (name: string): InputDeclaration | undefined =>
  (SCORE_INPUTS as Readonly<Record<string, InputDeclaration>>)[name];
