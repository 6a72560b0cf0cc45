import { afterAll, beforeAll, expect, test } from 'vitest';
import { walkBankPages } from '#server/testing/bank-pages.ts';
import { eventually } from '#server/testing/condition.ts';
import { openInvestor, untilConcluded, yuan } from '#server/testing/customers.ts';
import { openEnterpriseBorrower, openEnterpriseInvestor, openGuarantor } from '#server/testing/enterprises.ts';
import { type Harness, startHarness } from '#server/testing/harness.ts';
import { madeUpEnterprise, madeUpPerson } from '#server/testing/people.ts';
import { type CustomerActor, mintBorrower, mintGuarantor } from '../actors.ts';
import type { DomainContext } from '../context.ts';
import { dispatch } from '../custody/dispatch.ts';
import { openPage } from '../custody/open-page.ts';
import { receiveNotify } from '../custody/receive-notify.ts';
import type { ClerksWord } from '../custody/simulator.ts';
import { registerMember } from '../member/register-member.ts';
import type { EnterpriseFacts } from './enterprise-facts.ts';
import { openAccount } from './open-account.ts';
import { openEnterpriseAccount } from './open-enterprise-account.ts';
import { accountOverview, gatewayProgress } from './queries.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const returnUrl = 'http://127.0.0.1:9/return';
type Ctx = DomainContext<CustomerActor>;

let logins = 0;
async function newLogin(role: 'borrower' | 'guarantor' = 'borrower'): Promise<Ctx> {
  logins += 1;
  const login = { login: `firm-${logins}@example.org`, displayName: `Firm ${logins}`, passwordHash: '-' };
  const { memberId } = await registerMember(await harness.system(), { ...login, roles: [role] });
  const mint = role === 'borrower' ? mintBorrower : mintGuarantor;
  return harness.contextFor(mint({ memberId, personId: null, accountId: null }));
}
const begin = (ctx: Ctx, facts: EnterpriseFacts) =>
  openEnterpriseAccount(ctx, { ...facts, requestId: ctx.newId(), returnUrl });
const walk = async (ctx: Ctx, instructionId: Parameters<typeof openPage>[1]) =>
  walkBankPages(await openPage(ctx, instructionId, 'PC'));
/** Begins, and finishes the bank's page: now the clerk has it. */
async function handIn(ctx: Ctx, facts: EnterpriseFacts) {
  const { instructionId } = await begin(ctx, facts);
  await walk(ctx, instructionId);
  await eventually('the clerk has it', async () => (await gatewayProgress(ctx, instructionId)).state === 'accepted');
  return instructionId;
}
async function decide(ctx: Ctx, instructionId: Parameters<typeof openPage>[1], word: ClerksWord) {
  const { requestNo } = await gatewayProgress(ctx, instructionId);
  await ctx.simulator?.decideRegistration(ctx.custody.platformNo, requestNo, word);
}
const isPass = (fields: Readonly<Record<string, string>>, requestNo: string): boolean =>
  (fields.respData ?? '').includes(requestNo) && (fields.respData ?? '').includes('PASSED');
const enterpriseOf = async ({ actor }: Ctx) =>
  (await harness.wiring.pool.sql`select * from enterprise where member_id = ${actor.memberId}`)[0];

test('an enterprise borrows, lends and guarantees through accounts that the bank’s clerk has passed', async () => {
  const borrower = await openEnterpriseBorrower(harness, { funds: yuan(1_000) });
  const { memberId, number, enterpriseId, personId } = borrower;
  const overview = await accountOverview(await borrower.context());
  expect(overview).toMatchObject({
    role: 'BORROWERS',
    state: 'active',
    available: yuan(1_000),
    enterpriseName: borrower.facts.name,
    cardLastFour: borrower.facts.accountNumber.slice(-4),
    authorisations: [{ kind: 'REPAYMENT', amountLimit: yuan(3_000_000) }],
  });
  const investor = await openEnterpriseInvestor(harness, { memberId, number });
  expect(investor).toMatchObject({ enterpriseId, personId });
  const guarantor = await openGuarantor(harness);
  expect(await accountOverview(await guarantor.context())).toMatchObject({
    role: 'GUARANTEECORP',
    authorisations: [{ kind: 'COMPENSATORY', amountLimit: yuan(3_000_000) }],
  });
});

test('papers that the clerk sends back say why, and pass when they come again', async () => {
  const ctx = await newLogin();
  const facts = madeUpEnterprise(70_001);
  const first = await handIn(ctx, facts);
  await expect(begin(ctx, facts)).rejects.toMatchObject({ code: 'CONFLICT' });
  await decide(ctx, first, { decision: 'BACK', reason: '联系人有误' });
  await untilConcluded(harness, first);
  const before = await accountOverview(ctx);
  expect(before).toMatchObject({
    state: 'opening',
    lastOpening: { state: 'failed', errorCode: 'BACK', errorMessage: '联系人有误' },
  });
  expect(await enterpriseOf(ctx)).toMatchObject({ state: 'refused', audit_reason: '联系人有误' });

  const better = { ...facts, contactName: '孙小七' };
  const { instructionId } = await begin(ctx, better);
  const form = await openPage(ctx, instructionId, 'PC');
  // What the bank says meanwhile is still about the papers before.
  expect((await dispatch(await harness.system(), instructionId)).state).toBe('sent');
  await walkBankPages(form);
  await decide(ctx, instructionId, { decision: 'PASSED' });
  expect(await untilConcluded(harness, instructionId)).toMatchObject({ state: 'succeeded' });
  const after = await accountOverview(ctx);
  expect(after).toMatchObject({ state: 'active', platformUserNo: before?.platformUserNo });
  expect(await enterpriseOf(ctx)).toMatchObject({ state: 'active', audit_reason: null });
});

test('what the clerk wrote is learned by asking, too', async () => {
  const ctx = await newLogin();
  const instructionId = await handIn(ctx, madeUpEnterprise(70_020));
  harness.notifies.hold(true);
  await decide(ctx, instructionId, { decision: 'BACK', reason: '执照已过期' });
  await dispatch(await harness.system(), instructionId);
  harness.notifies.hold(false);
  expect(await enterpriseOf(ctx)).toMatchObject({ state: 'refused', audit_reason: '执照已过期' });
});

test('an enterprise that is refused may try again under another number, or leave the account to a person', async () => {
  const ctx = await newLogin();
  const facts = madeUpEnterprise(70_002);
  const first = await handIn(ctx, facts);
  const before = await accountOverview(ctx);
  await decide(ctx, first, { decision: 'REFUSED', reason: '资料不实' });
  await untilConcluded(harness, first);
  const again = await handIn(ctx, facts);
  expect((await accountOverview(ctx))?.platformUserNo).not.toBe(before?.platformUserNo);
  await decide(ctx, again, { decision: 'REFUSED' });
  await untilConcluded(harness, again);
  const { instructionId } = await openAccount(ctx, { ...madeUpPerson(70_900), requestId: ctx.newId(), returnUrl });
  await walk(ctx, instructionId);
  await untilConcluded(harness, instructionId);
  expect(await accountOverview(ctx)).toMatchObject({ state: 'active', enterpriseId: null, enterpriseName: null });
});

test('a clerk’s word that got lost is found out by asking, and one that comes twice counts once', async () => {
  const ctx = await newLogin('guarantor');
  const facts = madeUpEnterprise(70_003);
  const instructionId = await handIn(ctx, facts);
  harness.notifies.hold(true);
  await decide(ctx, instructionId, { decision: 'PASSED' });
  const system = await harness.system();
  expect(await dispatch(system, instructionId)).toMatchObject({ state: 'succeeded' });
  harness.notifies.hold(false);
  const { requestNo } = await gatewayProgress(ctx, instructionId);
  const said = await eventually('the clerk’s word', () =>
    harness.notifies.received.find(({ fields, answer }) => answer === 'SUCCESS' && isPass(fields, requestNo)),
  );
  expect(await receiveNotify(system, said.fields)).toBe('taken');
  const moved = await harness.wiring.pool.sql`select object_type from audit where verb = 'conclude-open-account'
    and object_id in (select id from enterprise where member_id = ${ctx.actor.memberId}
      union select account_id from instruction where id = ${instructionId})`;
  expect(moved.map((row) => row.object_type).sort()).toEqual(['account', 'enterprise']);
  expect(await accountOverview(ctx)).toMatchObject({ state: 'active' });
});

test('a code, a representative and a phone are known once over all', async () => {
  const ctx = await newLogin();
  const facts = madeUpEnterprise(70_004);
  await handIn(ctx, facts);
  const other = await newLogin();
  const refusals: [Partial<EnterpriseFacts>, string, string][] = [
    [{}, 'unifiedCode', 'taken'],
    [{ ...madeUpEnterprise(70_005), legalPhone: facts.legalPhone }, 'legalPhone', 'taken'],
    [{ ...madeUpEnterprise(70_005), legalIdNumber: facts.legalIdNumber }, 'legalName', 'not-as-registered'],
  ];
  for (const [given, field, problem] of refusals) {
    const details = { field, problem };
    await expect(begin(other, { ...facts, ...given })).rejects.toMatchObject({ code: 'INPUT_INVALID', details });
  }
  // He who represents an enterprise may lend as himself, under a login of his own.
  const representative = await openInvestor(harness, { number: 70_004 });
  expect(representative.personId).toBe((await enterpriseOf(ctx))?.legal_person_id);
});

test('what was typed and nothing came of goes to whoever comes with it next', async () => {
  const [typist, owner] = [await newLogin(), await newLogin()];
  const facts = madeUpEnterprise(70_006);
  const { instructionId } = await begin(typist, facts);
  await expect(begin(owner, facts)).rejects.toMatchObject({ details: { field: 'unifiedCode' } });
  await harness.wiring.pool.sql`update instruction set state = 'failed' where id = ${instructionId}`;
  await begin(owner, facts);
  expect(await enterpriseOf(owner)).toMatchObject({ name: facts.name });
  expect(await accountOverview(typist)).toMatchObject({ enterpriseId: null });
});

test('each wrong field is named, and nothing that was typed is written in the clear', async () => {
  const ctx = await newLogin();
  const facts = madeUpEnterprise(70_007);
  const wrong: [Partial<EnterpriseFacts>, string][] = [
    [{ name: '公司' }, 'name'],
    [{ unifiedCode: '91350100M000100Y44' }, 'unifiedCode'],
    [{ bankLicense: '?' }, 'bankLicense'],
    [{ legalName: 'x1' }, 'legalName'],
    [{ legalIdNumber: '110105194912310021' }, 'legalIdNumber'],
    [{ legalPhone: '1' }, 'legalPhone'],
    [{ contactName: '' }, 'contactName'],
    [{ contactPhone: '057112345678' }, 'contactPhone'],
    [{ accountNumber: '12' }, 'accountNumber'],
    [{ bankCode: 'icbk' }, 'bankCode'],
  ];
  for (const [given, field] of wrong) {
    const details = { field };
    await expect(begin(ctx, { ...facts, ...given })).rejects.toMatchObject({ code: 'INPUT_INVALID', details });
  }
  await handIn(ctx, facts);
  const { sql } = harness.wiring.pool;
  const tables = [sql`select * from enterprise`, sql`select * from person`, sql`select * from instruction`];
  const more = [sql`select * from audit`, sql`select * from request`, sql`select * from unique_value`];
  const dump = JSON.stringify(await Promise.all([...tables, ...more]));
  const { name, bankCode, ...secrets } = facts;
  for (const secret of Object.values(secrets)) expect(dump).not.toContain(secret);
  expect(dump).toContain(name);
});
