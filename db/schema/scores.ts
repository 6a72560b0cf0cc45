import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { amount, document, id, instant, ratePpm, word } from '../columns.ts';
import type { Grade } from './products.ts';

export type RuleSetState = 'draft' | 'shadow' | 'active' | 'retired';
/** From so many points on a score has the grade, and the grade its limit. Highest first. */
export type GradeSteps = readonly Readonly<{ grade: Grade; fromPoints: number; ratePpm: number; limitFen: string }>[];

/** One version of the scoring rules. At most one is active; shadows are scored beside it and decide nothing. */
export const ruleSet = pgTable(
  'rule_set',
  {
    id: id().primaryKey(),
    version: integer().notNull(),
    name: text().notNull(),
    state: word<RuleSetState>().notNull(),
    steps: document<GradeSteps>().notNull(),
    createdBy: id().notNull(),
    createdAt: instant().notNull(),
    activatedBy: id(),
    activatedAt: instant(),
  },
  (table) => [
    unique('rule_set_version').on(table.version),
    uniqueIndex('rule_set_one_active').on(table.state).where(sql`state = 'active'`),
    check('rule_set_by_two', sql`${table.activatedBy} is null or ${table.activatedBy} <> ${table.createdBy}`),
  ],
);

export const scoreRule = pgTable(
  'score_rule',
  {
    ruleSetId: id()
      .notNull()
      .references(() => ruleSet.id),
    position: integer().notNull(),
    name: text().notNull(),
    /** A CEL expression over the inputs; true gives the points. */
    expression: text().notNull(),
    points: integer().notNull(),
    reason: text().notNull(),
    /** True ends the score: the application is not to be lent to. */
    knockOut: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ruleSetId, table.position] })],
);

export type SourceName = 'credit-bureau' | 'blacklist' | 'income';

/** What an outside source said about an application, or that it could not be asked. Never personal data. */
export const sourceReport = pgTable(
  'source_report',
  {
    id: id().primaryKey(),
    loanId: id().notNull(),
    source: word<SourceName>().notNull(),
    state: word<'answered' | 'failed'>().notNull(),
    facts: document<Readonly<Record<string, number | boolean | string>>>(),
    failure: text(),
    askedAt: instant().notNull(),
  },
  (table) => [index().on(table.loanId, table.source)],
);

/** One rule's part in a score; `matched` is null when a value it needs was missing. */
export type ScoreLine = Readonly<{
  name: string;
  matched: boolean | null;
  points: number;
  reason: string;
  knockOut: boolean;
}>;

/** One scoring of an application, with everything it was made from. Append-only. */
export const score = pgTable(
  'score',
  {
    id: id().primaryKey(),
    loanId: id().notNull(),
    ruleSetId: id().notNull(),
    shadow: boolean().notNull(),
    inputs: document<Readonly<Record<string, number | boolean | string | null>>>().notNull(),
    lines: document<readonly ScoreLine[]>().notNull(),
    points: integer().notNull(),
    knockedOut: boolean().notNull(),
    grade: word<Grade>(),
    ratePpm: ratePpm(),
    /** The most that this grade may borrow. */
    amountLimit: amount(),
    at: instant().notNull(),
  },
  (table) => [index().on(table.loanId)],
);

/** How a simulated source is told to answer: badly, until somebody takes the row away. */
export const sourceFault = pgTable('source_fault', {
  source: word<SourceName>().primaryKey(),
  fault: word<'failing' | 'slow'>().notNull(),
  setBy: id().notNull(),
  setAt: instant().notNull(),
});
