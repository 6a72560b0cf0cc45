import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Families, portableProblems } from '#scripts/tidy/portable.ts';
import { projectSources } from '#scripts/tidy/source.ts';

/** The two families of the portal; every other table is local or reference. */
const FAMILIES: Families = { loan: 'loan_id', account: 'account_id' };

const migrationsOf = (folder: string): string =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n--> statement-breakpoint\n');

describe('the generated SQL keeps to what a sharded PostgreSQL also runs', () => {
  test('the portal’s, with the keys of its families', () => {
    const migrations = migrationsOf('db/migrations');
    expect(migrations).toContain('CREATE TABLE "bid"');
    expect(portableProblems(migrations, FAMILIES)).toEqual([]);
  });

  test('the bank’s', () => {
    const migrations = migrationsOf('db/bank/migrations');
    expect(migrations).toContain('CREATE TABLE "transfer"');
    expect(portableProblems(migrations)).toEqual([]);
  });
});

test('no statement of the product leans on sessions, sequences or the server’s own clock', () => {
  const forbidden =
    /\b(pg_(?:try_)?advisory\w*|pg_notify|nextval|gen_random_uuid|uuidv7\(|clock_timestamp|set session)\b/gi;
  const found = projectSources()
    .filter(({ path }) => /^(server|db)\//.test(path) && !/\.test\.ts$|\/testing\//.test(path))
    .flatMap(({ path, text }) => [...text.matchAll(forbidden)].map((match) => `${path}: ${match[0]}`));
  expect(found).toEqual([]);
});

const LOAN = 'CREATE TABLE "loan" ("id" uuid PRIMARY KEY NOT NULL)';
const table = (columns: string): string => `CREATE TABLE "t" ("id" uuid PRIMARY KEY NOT NULL, ${columns})`;
const inFamily = (keys: string): string =>
  [
    LOAN,
    `CREATE TABLE "t" ("loan_id" uuid NOT NULL, "id" uuid NOT NULL, ${keys})`,
    'ALTER TABLE "t" ADD CONSTRAINT "f" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action',
  ].join('\n--> statement-breakpoint\n');

describe('what does not keep to it is found', () => {
  test.each([
    ['a serial', table('"n" serial NOT NULL')],
    ['an identity', table('"n" bigint GENERATED ALWAYS AS IDENTITY')],
    ['a float', table('"amount" double precision')],
    ['a numeric', table('"amount" numeric(18, 2)')],
    ['an array', table('"tags" text[]')],
    ['a default from the clock', table('"at" timestamp (3) with time zone DEFAULT now() NOT NULL')],
    ['a default from chance', table('"n" uuid DEFAULT gen_random_uuid()')],
    ['a table without a key', 'CREATE TABLE "t" ("n" integer)'],
    ['a division in a check', table('"a" bigint, CONSTRAINT "c" CHECK ("t"."a" / 2 > 1)')],
    ['an exclusion', table('"a" bigint, CONSTRAINT "c" EXCLUDE ("a")')],
    ['a type of one’s own', 'CREATE TYPE "public"."mood" AS ENUM(\'sad\')'],
    ['a sequence', 'CREATE SEQUENCE "s"'],
    ['a trigger', 'CREATE TRIGGER "x" BEFORE UPDATE ON "t"'],
    ['an index that is no b-tree', 'CREATE INDEX "i" ON "t" USING gin ("a")'],
    ['an index on an expression', 'CREATE INDEX "i" ON "t" USING btree (lower("a"))'],
    [
      'a cascade',
      'ALTER TABLE "t" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "public"."u"("id") ON DELETE cascade',
    ],
    ['a deferrable key', 'ALTER TABLE "t" ADD CONSTRAINT "u" UNIQUE ("a") DEFERRABLE'],
    ['a family table with another first key', inFamily('CONSTRAINT "p" PRIMARY KEY("id")')],
    [
      'a unique key over the whole family',
      inFamily('CONSTRAINT "p" PRIMARY KEY("loan_id","id"), CONSTRAINT "u" UNIQUE("id")'),
    ],
    ['a unique key of the family’s root', 'CREATE TABLE "loan" ("id" uuid PRIMARY KEY NOT NULL, "number" text UNIQUE)'],
    [
      'a foreign key out of the family',
      `${LOAN}\n--> statement-breakpoint\nCREATE TABLE "account" ("id" uuid PRIMARY KEY NOT NULL)
      --> statement-breakpoint\nALTER TABLE "loan" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "public"."account"("id")`,
    ],
  ])('%s', (_, sql) => {
    expect(portableProblems(sql, FAMILIES)).not.toEqual([]);
  });

  test('and the samples themselves are otherwise right', () => {
    expect(portableProblems(table('"n" bigint DEFAULT 0 NOT NULL'), FAMILIES)).toEqual([]);
    expect(portableProblems(inFamily('CONSTRAINT "p" PRIMARY KEY("loan_id","id")'), FAMILIES)).toEqual([]);
  });
});
