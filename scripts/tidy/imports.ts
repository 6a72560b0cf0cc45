import { type Breach, isTest, type Rule, type Source } from './source.ts';

/** What a path belongs to; the first match counts. */
const ZONES: readonly (readonly [RegExp, string])[] = [
  [/^server\/primitives\//, 'primitives'],
  [/^server\/domain\//, 'domain'],
  [/^server\/bank\//, 'bank'],
  [/^server\/routers\//, 'routers'],
  [/^server\/trpc\//, 'trpc'],
  [/^server\/documents\//, 'documents'],
  [/^server\/auth\//, 'auth'],
  [/^server\/jobs\//, 'jobs'],
  [/^server\/cli\//, 'cli'],
  [/^server\/rsc\.ts$/, 'rsc'],
  [/^server\/(environment|secrets|clock)\.ts$/, 'ground'],
  [/^server\/[\w-]+\.ts$/, 'wiring'],
  [/^db\/bank\//, 'db/bank'],
  [/^db\/(pool|columns|transaction|arrays|lost-connection)\.ts$/, 'db/ground'],
  [/^db\//, 'db'],
  [/^components\/ui\//, 'ui'],
  [/^components\//, 'components'],
  [/^app\/api\//, 'api'],
  [/^app\//, 'app'],
  [/^i18n\//, 'i18n'],
  [/^messages\//, 'messages'],
  [/^scripts\/postgres\//, 'postgres'],
  [/^scripts\//, 'scripts'],
  [/^bench\//, 'bench'],
  [/^e2e\//, 'e2e'],
];
const zoneOf = (path: string): string | undefined => ZONES.find(([pattern]) => pattern.test(path))?.[1];

/** Who may import whom (ARCHITECTURE.md, section 3). `types` may be imported as types only. */
const MAY: Readonly<Record<string, { values: readonly string[]; types?: readonly string[] }>> = {
  primitives: { values: ['primitives'] },
  ui: { values: ['ui'] },
  components: { values: ['components', 'ui', 'primitives', 'messages'], types: ['routers'] },
  app: { values: ['app', 'components', 'ui', 'primitives', 'rsc', 'auth', 'i18n'] },
  api: { values: ['api', 'routers', 'trpc', 'wiring', 'auth', 'primitives', 'domain', 'documents'] },
  i18n: { values: ['i18n', 'messages', 'primitives'] },
  routers: { values: ['routers', 'trpc', 'auth', 'domain', 'primitives'], types: ['db', 'db/ground'] },
  trpc: { values: ['trpc', 'domain', 'auth', 'wiring', 'ground', 'primitives'], types: ['db', 'db/ground'] },
  rsc: { values: ['routers', 'trpc', 'auth', 'wiring', 'primitives'] },
  auth: { values: ['auth', 'wiring', 'domain', 'db', 'db/ground', 'ground', 'primitives'] },
  documents: { values: ['documents', 'primitives'], types: ['domain'] },
  jobs: { values: ['jobs', 'wiring', 'domain', 'ground', 'primitives', 'db/ground'], types: ['db'] },
  cli: { values: ['cli', 'wiring', 'domain', 'auth', 'ground', 'primitives', 'db', 'db/ground', 'postgres'] },
  wiring: { values: ['wiring', 'domain', 'ground', 'db', 'db/ground', 'primitives'] },
  ground: { values: ['ground', 'primitives'] },
  domain: { values: ['domain', 'db', 'db/ground', 'primitives'] },
  db: { values: ['db', 'db/ground', 'primitives'] },
  'db/ground': { values: ['db/ground', 'db', 'primitives'] },
  'db/bank': { values: ['db/bank', 'db/ground', 'primitives'] },
  bank: { values: ['bank', 'db/bank', 'db/ground', 'primitives'] },
  e2e: { values: ['e2e', 'primitives', 'scripts', 'postgres', 'messages'] },
};

/** Packages that would bring a layer what is not its business. */
const FOREIGN: Readonly<Record<string, RegExp>> = {
  primitives: /^(?!temporal-polyfill$|decimal\.js$|zod$)/,
  domain: /^(next|react|@trpc|hono|@hono|next-auth|next-intl|superjson)(\/|$|-)|^node:https?$/,
  routers: /^(next|react|drizzle-orm|postgres)(\/|$)/,
  bank: /^(next|react|@trpc|next-auth|jose)(\/|$|-)/,
  ui: /^(node:|drizzle-orm|postgres|@trpc|next-intl)/,
  components: /^(node:|drizzle-orm|postgres)/,
  app: /^(node:|drizzle-orm|postgres)/,
};

const breach = (from: Source, line: number, what: string): Breach => ({ path: from.path, line, what });

/** Layers: what each part of the tree may import. Tests and scripts may import what they test and run. */
export const layers: Rule = (from) => {
  const zone = zoneOf(from.path);
  if (zone === undefined || isTest(from.path)) return [];
  const may = MAY[zone];
  return from.imports.flatMap((taken) => {
    const target = zoneOf(taken.target);
    if (target === undefined) {
      const foreign = !/^[\w-]+\/.*\.\w+$/.test(taken.target) && FOREIGN[zone]?.test(taken.target);
      return foreign ? [breach(from, taken.line, `${zone} may not import the package ${taken.target}`)] : [];
    }
    if (!may || may.values.includes(target)) return [];
    if (taken.typeOnly && may.types?.includes(target)) return [];
    return [
      breach(
        from,
        taken.line,
        `${zone} may not import ${target}${may.types?.includes(target) ? ' but as a type' : ''}: ${taken.target}`,
      ),
    ];
  });
};

/** Each folder of the domain imports only those before it. `member` stands beside the money and first. */
const DOMAIN_ORDER = [
  'member',
  'ledger',
  'custody',
  'cash',
  'loan',
  'score',
  'bidding',
  'settlement',
  'repayment',
  'platform',
  'reconciliation',
  'correction',
  'day-end',
  'alert',
];
/** Reads every transition table and nothing else, for the docs. */
const READS_ALL_STATES = 'server/domain/diagrams.ts';

const domainFolder = (path: string): string | undefined => /^server\/domain\/([\w-]+)\//.exec(path)?.[1];

/** The order of nouns: custody knows who follows it only by type, through ctx.conclude. */
export const domainOrder: Rule = (from) => {
  if (!from.path.startsWith('server/domain/') || isTest(from.path)) return [];
  const own = domainFolder(from.path);
  if (own !== undefined && !DOMAIN_ORDER.includes(own)) return [breach(from, 1, `${own} has no place in the order`)];
  return from.imports.flatMap((taken) => {
    const other = domainFolder(taken.target);
    if (other === undefined || other === own) return [];
    if (own === undefined) {
      const allowed = taken.typeOnly || (from.path === READS_ALL_STATES && taken.target.endsWith('/states.ts'));
      return allowed ? [] : [breach(from, taken.line, `what all of the domain shares may not import ${taken.target}`)];
    }
    if (DOMAIN_ORDER.indexOf(other) < DOMAIN_ORDER.indexOf(own)) return [];
    return [breach(from, taken.line, `${own} comes before ${other} and may not import ${taken.target}`)];
  });
};

const PURE = /^server\/domain\/.*\/(states|rules|schedule|compare|split)\.ts$/;
/** Arithmetic that others have written: as pure as ours. */
const PURE_PACKAGES = ['decimal.js', 'fast-luhn'];

/** Rules, tables and arithmetic decide from what they are given: they import only primitives, each other, and types. */
export const purity: Rule = (from) => {
  if (!PURE.test(from.path)) return [];
  const isPure = (target: string): boolean =>
    PURE.test(target) || zoneOf(target) === 'primitives' || PURE_PACKAGES.includes(target);
  return from.imports
    .filter((taken) => !taken.typeOnly && !isPure(taken.target))
    .map((taken) => breach(from, taken.line, `a pure file may import only types here: ${taken.target}`));
};

/** The bank and the portal share no code but the ground: neither side imports the other's. */
export const bankApart: Rule = (from) => {
  if (isTest(from.path)) return [];
  const ours = zoneOf(from.path);
  if (ours === 'bank' || ours === 'db/bank' || ours === 'scripts' || ours === 'postgres' || ours === 'bench') return [];
  return from.imports
    .filter((taken) => ['bank', 'db/bank'].includes(zoneOf(taken.target) ?? ''))
    .map((taken) => breach(from, taken.line, `only the bank imports the bank: ${taken.target}`));
};

const BARREL_ALLOWED = /^db\/(bank\/)?schema\/all\.ts$/;

/** No barrels: a name is imported from the file that defines it. */
export const noBarrels: Rule = (from) =>
  BARREL_ALLOWED.test(from.path)
    ? []
    : from.imports
        .filter((taken) => taken.handsOn && zoneOf(taken.target) !== undefined)
        .map((taken) => breach(from, taken.line, `hands on what ${taken.target} defines`));

/** `server-only` stands in rsc.ts: the domain also runs in plain Node, where that package throws. */
export const serverOnly: Rule = (from) =>
  from.path === 'server/rsc.ts'
    ? []
    : from.imports
        .filter((taken) => taken.target === 'server-only')
        .map((taken) => breach(from, taken.line, 'server-only belongs to server/rsc.ts'));

const GATES = /^server\/(trpc|jobs|cli|testing)\/|^server\/domain\/actors\.ts$/;
/** What answers the bank's notify and the operator's probes acts by rule, for nobody. */
const SYSTEM_GATES = /^app\/api\/|^server\/metrics\.ts$/;

/** Authority is made where a person or a job has been admitted, nowhere else. */
export const actorsAtGates: Rule = (from) => {
  if (GATES.test(from.path) || isTest(from.path)) return [];
  const forbidden = SYSTEM_GATES.test(from.path) ? /^mint(?!System$)[A-Z]/ : /^mint[A-Z]/;
  return from.imports
    .filter((taken) => taken.names.some((name) => forbidden.test(name)))
    .map((taken) => breach(from, taken.line, 'only a gate may mint an actor'));
};
