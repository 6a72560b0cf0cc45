import { inspect } from 'node:util';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '#db/schema/operations.ts';
import { ruleSet, type SourceName, score, sourceFault } from '#db/schema/scores.ts';
import { transaction } from '#db/transaction.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { ratePpm } from '#server/primitives/rate.ts';
import { type Borrower, openBorrower, yuan } from '#server/testing/customers.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { productId } from '#server/testing/listings.ts';
import type { AdminActor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { applyForLoan } from '../loan/apply-for-loan.ts';
import type { Rule } from './decide-score.ts';
import { ensureScoreRules, FIRST_RULES, FIRST_STEPS } from './first-rules.ts';
import { moveRuleSet } from './move-rule-set.ts';
import { compareRuleSet, publicScore, ruleSets, scoreOf } from './queries.ts';
import { saveRuleSet } from './save-rule-set.ts';
import { scoreApplication } from './score-application.ts';
import { setSourceFault } from './set-source-fault.ts';
import type { Sources } from './sources.ts';
import { takeUp } from './take-up.ts';

type Staff = DomainContext<AdminActor>;
let world: Harness;
let borrower: Borrower;
let [officer, author, other]: Staff[] = [];
let loanId: Uuid;

const staff = (given: Staff | undefined): Staff => {
  if (!given) throw new Error('not begun');
  return given;
};

async function apply(): Promise<Uuid> {
  const ctx = await borrower.context();
  const asked = await applyForLoan(ctx, {
    requestId: ctx.newId(),
    productId: await productId(world.wiring, 'monthly-instalment'),
    title: '店铺装修',
    purpose: '更换柜台',
    amount: yuan(12_000),
    term: 12,
    ratePpm: ratePpm(85_000),
    income: yuan(10_000),
  });
  return asked.loanId;
}

/** Sources that say the best of everybody. */
const kind: Sources = {
  'credit-bureau': async () => ({ score: 800, enquiries: 0, overdue: false }),
  blacklist: async () => ({ listed: false }),
  income: async () => ({ monthlyYuan: 10_000 }),
};
const tell = (source: SourceName, fault: 'failing' | 'slow' | null) => setSourceFault(staff(author), { source, fault });
const rule = (change: Partial<Rule>): Rule => ({
  name: '小额',
  expression: 'amount < 20000',
  points: 500,
  reason: '金额不大',
  knockOut: false,
  ...change,
});
const draft = (rules: readonly Rule[]) => saveRuleSet(staff(author), { name: '试行', steps: FIRST_STEPS, rules });

beforeAll(async () => {
  world = await startHarness();
  borrower = await openBorrower({ wiring: world.wiring });
  officer = await world.staff(['loan-officer']);
  author = await world.staff(['risk-officer']);
  other = await world.staff(['administrator']);
  const system = await world.system();
  await Promise.all([1, 2, 3].map(() => transaction(system, (tx) => ensureScoreRules(tx, system))));
  loanId = await apply();
});
afterAll(() => world.stop());

test('the platform begins with one active set of rules, however many processes begin', async () => {
  const { sets } = await ruleSets(staff(author));
  expect(sets).toMatchObject([{ version: 1, state: 'active' }]);
  expect(sets[0]?.rules).toHaveLength(FIRST_RULES.length);
});

test('an application that is taken up is scored with its inputs, the breakdown and what the sources said', async () => {
  await takeUp({ ...staff(officer), sources: kind }, { loanId });
  const found = await scoreOf(staff(officer), loanId);
  expect(found).toMatchObject({
    version: 1,
    points: 500,
    grade: 'A',
    ratePpm: 70_000,
    knockedOut: false,
    shadow: false,
  });
  expect(found?.inputs).toMatchObject({
    amount: 12_000,
    income: 10_000,
    instalment_to_income_ppm: 104_664,
    bureau_score: 800,
  });
  expect(found?.reports.map(({ source, state }) => `${source} ${state}`)).toEqual([
    'blacklist answered',
    'credit-bureau answered',
    'income answered',
  ]);
  const told = inspect([found, await world.wiring.pool.db.select().from(audit)], { depth: 9 });
  for (const secret of [borrower.person.realName, borrower.person.idNumber, borrower.person.phone])
    expect(told).not.toContain(secret);
  expect(await publicScore(staff(officer), loanId)).toBeNull();
});

test('the stand-ins say the same of a person every time', async () => {
  await scoreApplication(staff(officer), { loanId });
  const first = await scoreOf(staff(officer), loanId);
  await scoreApplication(staff(officer), { loanId });
  const second = await scoreOf(staff(officer), loanId);
  expect(second?.id).not.toBe(first?.id);
  expect(second?.inputs).toEqual(first?.inputs);
});

test('a source that fails or is late is a report, its inputs are unknown, and the rules say what then', async () => {
  await tell('credit-bureau', 'failing');
  await tell('income', 'slow');
  await scoreApplication(staff(officer), { loanId });
  const found = await scoreOf(staff(officer), loanId);
  expect(found?.reports.map(({ source, failure }) => [source, failure])).toEqual([
    ['blacklist', null],
    ['credit-bureau', 'unavailable'],
    ['income', 'timeout'],
  ]);
  expect(found?.inputs).toMatchObject({ bureau_answered: false, bureau_score: null, payroll_income: null });
  expect(found?.lines).toContainEqual(expect.objectContaining({ name: '征信未知', matched: true, points: -40 }));
  await tell('credit-bureau', null);
  await tell('income', null);
  expect(await world.wiring.pool.db.select().from(sourceFault)).toEqual([]);
});

test('only an application under review is scored, by an officer', async () => {
  const submitted = await apply();
  await expect(scoreApplication(staff(officer), { loanId: submitted })).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(scoreApplication(staff(other), { loanId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('a rule is type-checked before it is saved, and refused with its place', async () => {
  await expect(draft([rule({}), rule({ name: '收入', expression: 'amount > 5 && salary > 1' })])).rejects.toMatchObject(
    {
      code: 'INPUT_INVALID',
      details: { field: 'rules.1.expression', problem: 'unknown-name', from: 14, to: 20, what: 'salary' },
    },
  );
  await expect(draft([])).rejects.toMatchObject({ details: { field: 'rules' } });
  const upsideDown = [...FIRST_STEPS].reverse();
  const saved = saveRuleSet(staff(author), { name: 'x', steps: upsideDown, rules: [rule({})] });
  await expect(saved).rejects.toMatchObject({ details: { field: 'steps.1' } });
});

test('a shadow is scored beside and decides nothing; its author does not activate it, another does', async () => {
  const { ruleSetId } = await draft([rule({})]);
  await saveRuleSet(staff(author), { ruleSetId, name: '试行二', steps: FIRST_STEPS, rules: [rule({ points: 450 })] });
  await moveRuleSet(staff(author), { ruleSetId, event: 'shadow' });
  await expect(
    saveRuleSet(staff(author), { ruleSetId, name: 'x', steps: FIRST_STEPS, rules: [rule({})] }),
  ).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  await scoreApplication({ ...staff(officer), sources: kind }, { loanId });
  const found = await scoreOf(staff(officer), loanId);
  expect(found).toMatchObject({
    version: 1,
    grade: 'A',
    shadows: [{ version: 2, score: { points: 450, grade: 'B', shadow: true } }],
  });
  expect((await compareRuleSet(staff(author), ruleSetId))[0]).toMatchObject({
    decided: { points: 500, grade: 'A' },
    would: { points: 450, grade: 'B' },
  });
  await expect(moveRuleSet(staff(author), { ruleSetId, event: 'activate' })).rejects.toMatchObject({
    code: 'SAME_PERSON',
  });
  await moveRuleSet(staff(other), { ruleSetId, event: 'activate' });
  const { sets } = await ruleSets(staff(author));
  expect(sets.map(({ version, state }) => `${version} ${state}`)).toEqual(['2 active', '1 retired']);
  await scoreApplication({ ...staff(officer), sources: kind }, { loanId });
  expect(await scoreOf(staff(officer), loanId)).toMatchObject({ version: 2, grade: 'B', shadows: [] });
  await expect(moveRuleSet(staff(other), { ruleSetId, event: 'retire' })).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('the database itself keeps one active set, two people, and what was scored', async () => {
  const { db } = world.wiring.pool;
  await expect(db.update(ruleSet).set({ state: 'active' }).where(eq(ruleSet.version, 1))).rejects.toThrow();
  await expect(db.update(ruleSet).set({ createdBy: staff(other).actor.memberId })).rejects.toThrow();
  await expect(db.update(score).set({ points: 0 })).rejects.toThrow();
});

test('of two officers at once one activates, and there is always one that decides', async () => {
  const shadows = await Promise.all([1, 2].map(async (points) => (await draft([rule({ points })])).ruleSetId));
  for (const ruleSetId of shadows) await moveRuleSet(staff(author), { ruleSetId, event: 'shadow' });
  await Promise.allSettled(shadows.map((ruleSetId) => moveRuleSet(staff(other), { ruleSetId, event: 'activate' })));
  const { sets } = await ruleSets(staff(author));
  expect(sets.filter(({ state }) => state === 'active')).toHaveLength(1);
});
