/** A table as the generated SQL makes it. */
type Table = { name: string; columns: string[]; primaryKey: string[]; uniques: string[][]; foreign: string[] };

const STATEMENTS: readonly RegExp[] = [
  /^CREATE TABLE "\w+" \(/,
  /^CREATE (UNIQUE )?INDEX "\w+" ON "\w+" USING btree \(("\w+"(,|$)?)+\)( WHERE [^;]+)?$/,
  /^ALTER TABLE "\w+" ADD CONSTRAINT "\w+" (FOREIGN KEY|CHECK|UNIQUE|PRIMARY KEY)\b/,
  /^ALTER TABLE "\w+" ADD COLUMN /,
  /^DROP INDEX "\w+"$/,
  /^ALTER TABLE "\w+" DROP (CONSTRAINT|COLUMN) "\w+"$/,
  /^ALTER TABLE "\w+" ALTER COLUMN "\w+" (SET|DROP) NOT NULL$/,
  // What fills new columns of rows that are there already.
  /^UPDATE "\w+" SET /,
  /^INSERT INTO "\w+" \([^)]*\)\s+SELECT /,
  // The facts that a table begins with.
  /^INSERT INTO "\w+" \([^)]*\) VALUES\s/,
];
const TYPES = /^(uuid|text|bigint|integer|boolean|date|jsonb|timestamp \(3\) with time zone)(?= |$)/;
/** A chance is no money and may be a float. */
const CHANCE = /^probability double precision$/;
const CONSTANT = /^('[^']*'(::\w+)?|-?\d+|true|false)$/;

/** What Citus, YugabyteDB and CockroachDB do not all run, or run so that correctness must not lean on it. */
const NOT_PORTABLE: readonly (readonly [RegExp, string])[] = [
  [/\b(small|big)?serial\b/i, 'a serial'],
  [/\bGENERATED\b/i, 'an identity or generated column'],
  [/\bDEFERRABLE\b/i, 'a deferrable constraint'],
  [/\bEXCLUDE\b/i, 'an exclusion constraint'],
  [/\bNULLS NOT DISTINCT\b/i, 'nulls that are not distinct'],
  [/\bON (DELETE|UPDATE) (?!no action)/i, 'a cascade'],
  [
    /\b(now|random|clock_timestamp|gen_random_uuid|uuidv7|nextval|current_\w+)\s*\(|\bcurrent_timestamp\b/i,
    'a volatile function',
  ],
  [/[\w")]\s*\/\s*[\w"(]/, 'a division'],
];

const quoted = (text: string): string[] => [...text.matchAll(/"(\w+)"/g)].map((match) => match[1] ?? '');

/** Splits at commas outside brackets. */
function parts(body: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < body.length; index += 1) {
    if (body[index] === '(') depth += 1;
    if (body[index] === ')') depth -= 1;
    if (body[index] === ',' && depth === 0) {
      found.push(body.slice(start, index));
      start = index + 1;
    }
  }
  return [...found, body.slice(start)].map((part) => part.trim());
}

function readTable(statement: string): { table: Table; problems: string[] } {
  const name = /^CREATE TABLE "(\w+)"/.exec(statement)?.[1] ?? '';
  const table: Table = { name, columns: [], primaryKey: [], uniques: [], foreign: [] };
  const problems: string[] = [];
  for (const part of parts(statement.slice(statement.indexOf('(') + 1, statement.lastIndexOf(')')))) {
    const constraint = /^CONSTRAINT "\w+" (PRIMARY KEY|UNIQUE|CHECK|\w+)\s*\((.*)\)$/s.exec(part);
    if (constraint) {
      const [, kind, inside = ''] = constraint;
      if (kind === 'PRIMARY KEY') table.primaryKey = quoted(inside);
      else if (kind === 'UNIQUE') table.uniques.push(quoted(inside));
      else if (kind !== 'CHECK') problems.push(`${name} has a constraint ${kind}`);
      continue;
    }
    const [, column = '', definition = ''] = /^"(\w+)" (.*)$/s.exec(part) ?? [];
    table.columns.push(column);
    if (!TYPES.test(definition) && !CHANCE.test(`${column} ${definition}`))
      problems.push(`${name}.${column} is a ${definition}`);
    const rest = definition.replace(TYPES, '').replace(/ (PRIMARY KEY|NOT NULL|UNIQUE)/g, '');
    const value = /^ DEFAULT (.*)$/s.exec(rest)?.[1];
    if (value !== undefined && !CONSTANT.test(value)) problems.push(`${name}.${column} defaults to ${value}`);
    if (/ PRIMARY KEY/.test(definition)) table.primaryKey = [column];
    if (/ UNIQUE/.test(definition)) table.uniques.push([column]);
  }
  if (table.primaryKey.length === 0) problems.push(`${name} has no primary key`);
  return { table, problems };
}

/** The families that one day are spread over machines: by the table they hang on, the key that stands first. */
export type Families = Readonly<Record<string, string>>;

/** Keys of a family begin with its key, and foreign keys stay inside it. */
function familyProblems(tables: readonly Table[], families: Families): string[] {
  const familyOf = (table: Table): string | undefined =>
    Object.keys(families).find((root) => table.name === root || table.foreign.includes(root));
  return tables.flatMap((table) => {
    const family = familyOf(table);
    const strangers = table.foreign.filter((target) => {
      const other = tables.find(({ name }) => name === target);
      return other && familyOf(other) !== family;
    });
    const problems = strangers.map((target) => `${table.name} refers out of its family to ${target}`);
    const key = table.name === family ? 'id' : families[family ?? ''];
    if (family === undefined || key === undefined) return problems;
    for (const columns of [table.primaryKey, ...table.uniques])
      if (columns[0] !== key)
        problems.push(`${table.name} has a key on ${columns.join(', ')} that does not begin with ${key}`);
    return problems;
  });
}

/** Everything in a migration that does not keep to the portable subset (ARCHITECTURE.md, section 6). */
export function portableProblems(migration: string, families: Families = {}): string[] {
  const problems: string[] = [];
  const tables: Table[] = [];
  const statements = migration.split('--> statement-breakpoint').map((text) => text.trim().replace(/;$/, ''));
  for (const statement of statements.filter((text) => text !== '')) {
    const start = statement.slice(0, 80).replace(/\s+/g, ' ');
    if (!STATEMENTS.some((pattern) => pattern.test(statement))) problems.push(`a statement of another kind: ${start}`);
    for (const [pattern, what] of NOT_PORTABLE)
      if (pattern.test(statement.replace(/'[^']*'/g, "''"))) problems.push(`${what}: ${start}`);
    if (/^CREATE TABLE/.test(statement)) {
      const read = readTable(statement);
      tables.push(read.table);
      problems.push(...read.problems);
    }
    const added =
      /^ALTER TABLE "(\w+)" ADD CONSTRAINT "\w+" (FOREIGN KEY|UNIQUE|PRIMARY KEY) ?\(([^)]*)\)(?: REFERENCES "public"\."(\w+)")?/.exec(
        statement,
      );
    const table = tables.find(({ name }) => name === added?.[1]);
    if (added && table) {
      if (added[4]) table.foreign.push(added[4]);
      else if (added[2] === 'PRIMARY KEY') table.primaryKey = quoted(added[3] ?? '');
      else table.uniques.push(quoted(added[3] ?? ''));
    }
    const unique = /^CREATE UNIQUE INDEX "\w+" ON "(\w+)" USING btree \(([^)]*)\)/.exec(statement);
    tables.find(({ name }) => name === unique?.[1])?.uniques.push(quoted(unique?.[2] ?? ''));
  }
  return [...problems, ...familyProblems(tables, families)];
}
