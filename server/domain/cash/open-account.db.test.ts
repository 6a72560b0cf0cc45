import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerMember } from '#server/domain/member/register-member.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { type MadeUpPerson, madeUpPerson } from '#server/testing/people.ts';
import { mintBorrower, mintInvestor } from '../actors.ts';
import { openAccount } from './open-account.ts';

let lone: LoneDatabase;
beforeAll(async () => {
  lone = await openLoneDatabase();
});
afterAll(() => lone.close());

let logins = 0;
async function newLogin() {
  logins += 1;
  const { memberId } = await registerMember(lone.system, {
    login: `login-${logins}@example.org`,
    displayName: `Login ${logins}`,
    passwordHash: '-',
    roles: ['investor', 'borrower'],
  });
  return memberId;
}
type MemberId = Awaited<ReturnType<typeof newLogin>>;
const begin = (memberId: MemberId, person: Partial<MadeUpPerson>, role: 'investor' | 'borrower' = 'investor') => {
  const mint = role === 'investor' ? mintInvestor : mintBorrower;
  const ctx = lone.contextFor(mint({ memberId, personId: null, accountId: null }));
  const requestId = ctx.newId();
  return openAccount(ctx, { ...madeUpPerson(0), ...person, requestId, returnUrl: 'http://portal.example/return' });
};
const personOf = async (memberId: MemberId) =>
  (await lone.pool.sql`select person_id from member where id = ${memberId}`)[0]?.person_id;
/** What the bank would do, where this test has none. */
const activate = (memberId: MemberId) =>
  lone.pool.sql`with ended as (update instruction set state = 'succeeded')
    update account set state = 'active' where member_id = ${memberId}`;
const leaveAllPages = () => lone.pool.sql`update instruction set state = 'failed' where state = 'created'`;

test('personal data is written sealed, the bank’s request too', async () => {
  const login = await newLogin();
  const person = { ...madeUpPerson(1), realName: '仲小妮', phone: '18612341402' };
  const { instructionId } = await begin(login, person);
  const dump = JSON.stringify([
    await lone.pool.sql`select * from person`,
    await lone.pool.sql`select * from instruction`,
    await lone.pool.sql`select * from audit`,
    await lone.pool.sql`select * from request`,
    await lone.pool.sql`select * from unique_value`,
  ]);
  for (const secret of [person.realName, person.idNumber, person.phone, person.cardNumber]) {
    expect(dump).not.toContain(secret);
  }
  expect(dump).toContain('仲*妮');
  expect(dump).toContain('186****1402');
  const [row] = await lone.pool.sql`select * from instruction where id = ${instructionId}`;
  const reqData = JSON.parse(await lone.system.vault.open('instruction.reqData', row?.req_data));
  expect(reqData).toMatchObject({
    realName: '仲小妮',
    idCardNo: person.idNumber,
    mobile: person.phone,
    bankcardNo: person.cardNumber,
    userRole: 'INVESTOR',
    authList: 'TENDER',
    requestNo: row?.request_no,
  });
});

test('each wrong field is named', async () => {
  const login = await newLogin();
  for (const [wrong, field] of [
    [{ realName: 'x1' }, 'realName'],
    [{ idNumber: '110105194912310021' }, 'idNumber'],
    [{ phone: '12345678901' }, 'phone'],
    [{ cardNumber: '6222021234567890129' }, 'cardNumber'],
  ] as const) {
    await expect(begin(login, wrong)).rejects.toMatchObject({ code: 'INPUT_INVALID', details: { field } });
  }
});

test('one person lends and borrows under one login, and keeps the name on record', async () => {
  const login = await newLogin();
  await begin(login, madeUpPerson(2));
  await activate(login);
  const person = await personOf(login);
  await begin(login, madeUpPerson(2), 'borrower');
  expect(await personOf(login)).toBe(person);
  const accounts = await lone.pool
    .sql`select role, state, person_id from account where member_id = ${login} order by role`;
  expect(accounts.map((row) => [row.role, row.state, row.person_id])).toEqual([
    ['BORROWERS', 'opening', person],
    ['INVESTOR', 'active', person],
  ]);
  await expect(begin(login, madeUpPerson(2))).rejects.toMatchObject({ code: 'ACCOUNT_ALREADY_OPEN' });
  await expect(begin(login, { ...madeUpPerson(2), realName: '张三丰' }, 'borrower')).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    details: { field: 'realName' },
  });
  await expect(begin(login, madeUpPerson(3), 'borrower')).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('a second login of the same person is refused once the bank knows the first, or is being asked', async () => {
  const [first, second] = [await newLogin(), await newLogin()];
  await begin(first, madeUpPerson(4));
  await expect(begin(second, madeUpPerson(4))).rejects.toMatchObject({ code: 'SAME_PERSON' });
  await activate(first);
  await expect(begin(second, madeUpPerson(4))).rejects.toMatchObject({ code: 'SAME_PERSON' });
  const { phone } = madeUpPerson(4);
  await expect(begin(second, { ...madeUpPerson(5), phone })).rejects.toMatchObject({ details: { field: 'phone' } });
});

test('an identity that was typed and never carried to the bank goes to whoever comes with it next', async () => {
  const [typist, owner] = [await newLogin(), await newLogin()];
  await begin(typist, madeUpPerson(6));
  const person = await personOf(typist);
  await leaveAllPages();
  await begin(owner, { ...madeUpPerson(6), phone: '19912345678' });
  expect(await personOf(typist)).toBeNull();
  expect(await personOf(owner)).toBe(person);
  const [row] = await lone.pool.sql`select masked_phone from person where id = ${person}`;
  expect(row?.masked_phone).toBe('199****5678');
  // The phone it was first typed with is free again.
  await begin(typist, { ...madeUpPerson(7), phone: madeUpPerson(6).phone });
});

test('twelve logins that come with one identity at once make one person of one login', async () => {
  const all = await Promise.all(Array.from({ length: 12 }, newLogin));
  const results = await Promise.allSettled(all.map((login) => begin(login, madeUpPerson(8))));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'SAME_PERSON' });
  }
});
