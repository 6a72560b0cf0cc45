import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { actorsAtGates, bankApart, domainOrder, layers, noBarrels, purity, serverOnly } from '#scripts/tidy/imports.ts';
import { fileLength, functionLength, names, oneVerb } from '#scripts/tidy/shape.ts';
import { type Breach, projectFiles, projectSources, type Rule, source } from '#scripts/tidy/source.ts';
import { machinePlaces, noFloats, oneClock } from '#scripts/tidy/words.ts';

/** The rules of ARCHITECTURE.md, sections 2 and 3, on the whole project; then each on something that breaks it. */
const RULES: Readonly<Record<string, Rule>> = {
  layers,
  domainOrder,
  purity,
  bankApart,
  noBarrels,
  serverOnly,
  actorsAtGates,
  fileLength,
  functionLength,
  names,
  noFloats,
  oneClock,
};
const sources = projectSources();
const told = (breaches: readonly Breach[]): string[] =>
  breaches.map(({ path, line, what }) => `${path}:${line} ${what}`);

describe('the project keeps', () => {
  test('what the rules look at is really there', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter(({ imports }) => imports.length > 0).length).toBeGreaterThan(sources.length / 2);
  });

  test.each(Object.entries(RULES))('%s', (_, rule) => {
    expect(told(sources.flatMap(rule))).toEqual([]);
  });

  test('oneVerb', () => {
    expect(told(oneVerb(sources))).toEqual([]);
  });

  test('machinePlaces', () => {
    const texts = projectFiles().filter((path) => !/\.(png|ico|woff2?|zip|pdf)$/.test(path));
    expect(told(texts.flatMap((path) => machinePlaces(path, readFileSync(path, 'utf8'))))).toEqual([]);
  });
});

const breachesOf = (name: string, path: string, text: string): string[] =>
  told(RULES[name]?.(source(path, text)) ?? []);
const long = (lines: number): string => 'x();\n'.repeat(lines);

describe('each rule finds what breaks it', () => {
  test.each([
    ['layers', 'server/primitives/a.ts', "import { x } from '#server/domain/actors.ts';"],
    ['layers', 'server/primitives/a.ts', "import { readFileSync } from 'node:fs';"],
    ['layers', 'components/loan/a.tsx', "import { post } from '#server/domain/ledger/post.ts';"],
    ['layers', 'components/loan/a.tsx', "import { appRouter } from '#server/routers/root.ts';"],
    ['layers', 'components/ui/a.tsx', "import { fen } from '#server/primitives/money.ts';"],
    ['layers', 'app/loans/page.tsx', "import { loan } from '#db/schema/loans.ts';"],
    ['layers', 'app/loans/page.tsx', "const { placeBid } = await import('#server/domain/bidding/place-bid.ts');"],
    ['layers', 'server/domain/loan/a.ts', "import { openWiring } from '#server/wiring.ts';"],
    ['layers', 'server/domain/loan/a.ts', "import { cookies } from 'next/headers';"],
    ['layers', 'server/routers/loan.ts', "import { loan } from '#db/schema/loans.ts';"],
    ['layers', 'db/a.ts', "import { x } from '#server/domain/loan/rules.ts';"],
    ['layers', 'server/bank/a.ts', "import { journal } from '#db/schema/accounts.ts';"],
    ['layers', 'server/bank/a.ts', "import { signer } from '../domain/custody/lanmao/signature.ts';"],
    ['domainOrder', 'server/domain/custody/a.ts', "import { bidMachine } from '../bidding/states.ts';"],
    ['domainOrder', 'server/domain/custody/a.ts', "import type { Bid } from '../bidding/states.ts';"],
    ['domainOrder', 'server/domain/context.ts', "import { post } from './ledger/post.ts';"],
    ['domainOrder', 'server/domain/lottery/a.ts', ''],
    ['purity', 'server/domain/loan/rules.ts', "import { loan } from '#db/schema/loans.ts';"],
    ['purity', 'server/domain/loan/states.ts', "import { lockLoan } from './move-loan.ts';"],
    ['bankApart', 'server/routers/a.ts', "import { book } from '#db/bank/schema/book.ts';"],
    ['bankApart', 'server/wiring.ts', "import { sign } from './bank/keys.ts';"],
    ['noBarrels', 'server/domain/loan/index.ts', "export * from './rules.ts';"],
    ['noBarrels', 'server/domain/loan/index.ts', "export { x } from './rules.ts';"],
    ['noBarrels', 'server/domain/loan/index.ts', "export type { X } from './rules.ts';"],
    ['serverOnly', 'server/portal.ts', "import 'server-only';"],
    ['actorsAtGates', 'server/domain/loan/a.ts', "import { mintSystem } from '../actors.ts';"],
    ['actorsAtGates', 'app/api/x/route.ts', "import { mintAdmin, mintSystem } from '#server/domain/actors.ts';"],
    ['fileLength', 'server/a.ts', long(301)],
    ['functionLength', 'server/a.ts', `export function a(x: { y: number }): { z: number } {\n${long(60)}}`],
    ['functionLength', 'server/a.ts', `const a = async () => {\n${long(60)}};`],
    ['functionLength', 'server/a.ts', `class A {\n  private async run(): Promise<void> {\n${long(60)}  }\n}`],
    ['functionLength', 'server/a.test.ts', `test('a', () => {\n${long(60)}});`],
    ['names', 'server/domain/loan/utils.ts', ''],
    ['names', 'server/common/a.ts', ''],
    ['names', 'server/loan-service.ts', ''],
    ['names', 'server/a.ts', 'export class LoanManager {}'],
    ['noFloats', 'server/a.ts', 'parseFloat(text)'],
    ['noFloats', 'server/a.ts', 'Number(loan.amount)'],
    ['noFloats', 'components/a.tsx', 'const width = Number(frozenAmount);'],
    ['noFloats', 'server/a.ts', 'Math.round(interestFen)'],
    ['noFloats', 'server/a.ts', 'x.toFixed(2)'],
    ['noFloats', 'server/a.ts', 'const half = amount / 2n;'],
    ['noFloats', 'server/a.ts', 'const month = (yearly) / 12n;'],
    ['oneClock', 'server/domain/loan/a.ts', 'const at = new Date();'],
    ['oneClock', 'components/time/a.tsx', 'const at = Date.now();'],
    ['oneClock', 'server/bank/days/a.ts', 'const at = Date.now();'],
  ])('%s, in %s (%#)', (name, path, text) => {
    expect(breachesOf(name, path, text)).not.toEqual([]);
  });

  test('oneVerb: two functions of a file that others call', () => {
    const verb = (name: string): string =>
      `export async function ${name}(ctx: DomainContext) { await transaction(); }\n`;
    const two = source('server/domain/loan/a.ts', verb('openLoan') + verb('closeLoan'));
    const router = source('server/routers/loan.ts', "import { closeLoan, openLoan } from '#server/domain/loan/a.ts';");
    const half = source('server/routers/loan.ts', "import { openLoan } from '#server/domain/loan/a.ts';");
    expect(oneVerb([two, router])).toHaveLength(1);
    expect(oneVerb([two, half])).toEqual([]);
  });

  test.each(['/work/', '/root/', '/home/ada', 'https://registry.'].map((start) => `${start}x.example/y`))(
    'machinePlaces: %s',
    (place) => {
      expect(machinePlaces('docs/a.md', `see ${place}`)).toHaveLength(1);
    },
  );
});

describe('no rule finds anything in', () => {
  test.each([
    ['layers', 'components/loan/a.tsx', "import type { AppRouter } from '#server/routers/root.ts';"],
    ['layers', 'components/loan/a.tsx', "import { type AppRouter } from '#server/routers/root.ts';"],
    ['layers', 'server/routers/a.ts', "// import { loan } from '#db/schema/loans.ts';"],
    ['layers', 'server/routers/a.test.ts', "import { loan } from '#db/schema/loans.ts';"],
    ['domainOrder', 'server/domain/bidding/a.ts', "import { post } from '../ledger/post.ts';"],
    ['domainOrder', 'server/domain/context.ts', "import type { Conclude } from './custody/conclude.ts';"],
    ['purity', 'server/domain/loan/rules.ts', "import type { LoanState } from '#db/schema/loans.ts';"],
    ['noBarrels', 'db/schema/all.ts', "export * from './loans.ts';"],
    ['noBarrels', 'components/trpc/hydrate.tsx', "export { HydrationBoundary } from '@tanstack/react-query';"],
    ['functionLength', 'server/a.ts', `type Table = () => {\n${'  a: string;\n'.repeat(20)}};`],
    ['functionLength', 'server/a.test.ts', `describe('a', () => {\n${long(60)}});`],
    ['noFloats', 'server/a.ts', "const text = 'Number(amount)'; // amount / 2n"],
    ['noFloats', 'server/a.ts', 'Number(row.count)'],
    ['noFloats', 'components/a.tsx', '<Amount value={amount} />'],
    ['oneClock', 'server/clock.ts', 'export const realNow = (): Date => new Date();'],
    ['oneClock', 'server/a.ts', 'new Date(ms)'],
    ['names', 'server/domain/loan/common-period.ts', ''],
  ])('%s, in %s (%#)', (name, path, text) => {
    expect(breachesOf(name, path, text)).toEqual([]);
  });
});

test('code is what is left without comments, strings, templates and regular expressions', () => {
  const hole = (code: string): string => `$\{${code}}`;
  const text = `a("x{"); \`b ${hole(`c("d") + \`${hole('e')}\``)} f\`; /g{/.test(h); i / j; // k\n/* l\n m */ n; <p>don't</p>`;
  const { code } = source('a.tsx', text);
  expect(code).toHaveLength(text.length);
  const left = `a(" "); \` ${hole(`c(" ") + \`${hole('e')}\``)} \`; / /.test(h); i / j; n; <p>don't</p>`;
  expect(code.replace(/\s+/g, ' ')).toBe(left);
});
