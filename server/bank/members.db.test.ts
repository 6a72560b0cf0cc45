import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBankPool } from '#db/bank/pool.ts';
import { account } from '#db/bank/schema/book.ts';
import { tryPassword } from './pages/password.ts';
import {
  arriveTogether,
  carriedBack,
  openGateway,
  type Page,
  PERSON,
  press,
  REGISTRATION,
  wordsOf,
} from './testing/browser.ts';
import { soon } from './testing/client.ts';
import { expectOneOfTwenty } from './testing/twenty-arrivals.ts';
import { openTestWorld, type TestWorld, told } from './testing/world.ts';

const CARDS = { icbk: '6212261000000007228', credit: '6222300000000003' };
const WITH_CODE = { password: '123456', smsCode: '888888' };

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  const known = { bankcardNo: PERSON.bankcardNo, mobile: PERSON.mobile };
  await world.members([
    { platformUserNo: 'RICH', ...known, amount: '0.01' },
    { platformUserNo: 'PHONE', ...known },
    { platformUserNo: 'BARE' },
    { platformUserNo: 'GUESSED' },
    { platformUserNo: 'CROWD', ...known },
    {
      platformUserNo: 'OLD-1',
      ...known,
      realName: '李四',
      idCardNo: '110101199003070038',
      amount: '88.80',
      imported: true,
    },
    { platformUserNo: 'OLD-2', userRole: 'BORROWERS', imported: true },
    { platformUserNo: 'OLD-3', ...known, realName: '王五', idCardNo: '110101199003070054', imported: true },
    { platformUserNo: 'OLD-4', userType: 'ORGANIZATION', enterpriseName: '旧日商贸有限公司', imported: true },
  ]);
});
afterAll(() => world.close());

const open = (service: string, requestNo: string, platformUserNo: string, more: object = {}): Promise<Page> =>
  openGateway(world.platform, service, { requestNo, platformUserNo, ...more });
const call = async (service: string, reqData: Record<string, unknown>) =>
  (await world.platform.call(service, reqData)).body;
const user = (platformUserNo: string) => call('QUERY_USER_INFORMATION', { platformUserNo });

test('the mobile number is changed with password and code', async () => {
  const refused = await open('MODIFY_MOBILE_EXPAND', 'MM-1', 'PHONE', { mobile: '12345' });
  expect(carriedBack(refused)).toMatchObject({ errorMessage: '手机号有误，请核对' });
  expect(wordsOf((await open('MODIFY_MOBILE_EXPAND', 'MM-1', 'BARE')).html)).toContain('用户未绑定银行卡');
  const page = await open('MODIFY_MOBILE_EXPAND', 'MM-1', 'PHONE', { checkType: 'LIMIT' });
  expect(wordsOf((await press(page, { ...WITH_CODE, mobile: '1' })).html)).toContain('手机号有误，请核对');
  const end = await press(page, { ...WITH_CODE, mobile: '15000000001' });
  expect(carriedBack(end)).toMatchObject({
    bankcardNo: '622848*********0018',
    bankcode: 'ABOC',
    mobile: '15000000001',
  });
  expect(await told(world, 'MM-1', { mobile: '15000000001' })).toMatchObject({ bankcardNo: PERSON.bankcardNo });
  expect(await user('PHONE')).toMatchObject({ mobile: '15000000001' });
});

test('a migrated member moves no money until he has activated the account', async () => {
  const stocked = { activeStatus: 'DEACTIVATED', accessType: 'NOT_AUTH', isImportUserActivate: false, balance: 88.8 };
  expect(await user('OLD-1')).toMatchObject(stocked);
  const freeze = { platformUserNo: 'OLD-1', bizType: 'PRETRANSACTION', amount: 1 };
  expect(await call('FREEZE_PRE_TRANSACTION', { ...freeze, requestNo: 'FZ-1' })).toMatchObject({ errorCode: '100010' });
  expect(wordsOf((await open('RESET_PASSWORD', 'RP-1', 'OLD-1')).html)).toContain('用户账户不可用');
  const page = await open('ACTIVATE_STOCKED_USER', 'AC-1', 'OLD-1', { authList: 'TENDER', cardChange: 'UNMOD' });
  expect(page.html).not.toContain('id="bankcardNo"');
  expect(page.html).not.toContain(PERSON.bankcardNo);
  const end = await press(page, REGISTRATION);
  const result = { auditStatus: 'PASSED', accessType: 'FULL_CHECKED', userRole: 'INVESTOR', authList: 'TENDER' };
  expect(carriedBack(end)).toMatchObject({ ...result, realName: '李四', bankcode: 'ABOC' });
  expect(await user('OLD-1')).toMatchObject({
    activeStatus: 'ACTIVATED',
    isImportUserActivate: true,
    authlist: 'TENDER',
  });
  expect(await call('FREEZE_PRE_TRANSACTION', { ...freeze, requestNo: 'FZ-1' })).toMatchObject({ status: 'SUCCESS' });
  const again = await open('ACTIVATE_STOCKED_USER', 'AC-2', 'OLD-1');
  expect(carriedBack(again)).toMatchObject({ errorCode: '100008', errorMessage: '用户已激活，请勿重复激活' });
  expect(carriedBack(await open('ACTIVATE_STOCKED_USER', 'AC-2', 'PHONE'))).toMatchObject({ errorCode: '100011' });
});

test('at activation what was not migrated is asked for, and the card may be another', async () => {
  const page = await open('ACTIVATE_STOCKED_USER', 'AC-3', 'OLD-2');
  for (const id of ['idCardNo', 'bankcardNo', 'mobile', 'smsCode', 'confirmPassword', 'isAgreeReg']) {
    expect(page.html).toContain(`id="${id}"`);
  }
  const { realName: _, ...missing } = PERSON;
  expect(carriedBack(await press(page, { ...REGISTRATION, ...missing }))).toMatchObject({
    idCardNo: '110***********002X',
  });
  const other = await open('ACTIVATE_STOCKED_USER', 'AC-4', 'OLD-3');
  expect(wordsOf(other.html)).toContain('更换银行卡（可选）');
  const credit = await press(other, { ...REGISTRATION, bankcardNo: CARDS.credit });
  expect(wordsOf(credit.html)).toContain('仅支持借记卡');
  expect(carriedBack(await press(other, { ...REGISTRATION, bankcardNo: CARDS.icbk }))).toMatchObject({
    bankcode: 'ICBK',
  });
  const company = await press(await open('ACTIVATE_STOCKED_USER', 'AC-5', 'OLD-4'), REGISTRATION);
  expect(carriedBack(company)).toMatchObject({ auditStatus: 'PASSED', accessType: 'PART_CHECKED' });
  expect(await user('OLD-4')).toMatchObject({
    userType: 'ORGANIZATION',
    name: '旧日商贸有限公司',
    activeStatus: 'ACTIVATED',
  });
});

test('a password is changed by whoever knows it, and asked for with its purpose named', async () => {
  const page = await open('RESET_PASSWORD', 'RP-2', 'PHONE', { isSkip: 'UPDATE' });
  expect(page.html).not.toContain('id="smsCode"');
  const next = { password: 'better-one', confirmPassword: 'better-one' };
  expect(wordsOf((await press(page, { ...next, presentPassword: '000000' })).html)).toContain('还可尝试 4 次');
  expect(carriedBack(await press(page, { ...next, presentPassword: '123456' }))).toMatchObject({ status: 'SUCCESS' });
  expect((await open('RESET_PASSWORD', 'RP-3', 'PHONE', { isSkip: 'Forget' })).html).toContain('id="smsCode"');
  expect(wordsOf((await open('CHECK_PASSWORD', 'CP-1', 'PHONE')).html)).toContain('bizTypeDescription: missing');
});

const PAGES: readonly { service: string; userNo: string; more?: object; form: Record<string, string> }[] = [
  {
    service: 'PERSONAL_BIND_BANKCARD',
    userNo: 'CROWD',
    more: { bankcardNo: CARDS.icbk, mobile: PERSON.mobile },
    form: WITH_CODE,
  },
  { service: 'MODIFY_MOBILE_EXPAND', userNo: 'CROWD', more: { mobile: '15000000002' }, form: WITH_CODE },
  { service: 'RESET_PASSWORD', userNo: 'CROWD', form: REGISTRATION },
  { service: 'USER_AUTHORIZATION', userNo: 'CROWD', more: { authList: 'TENDER' }, form: { password: '123456' } },
  { service: 'CHECK_PASSWORD', userNo: 'CROWD', more: { bizTypeDescription: '验密' }, form: { password: '123456' } },
  { service: 'UNBIND_BANKCARD', userNo: 'LONE', form: { password: '123456' } },
  { service: 'ACTIVATE_STOCKED_USER', userNo: 'STOCK', form: REGISTRATION },
  {
    service: 'PERSONAL_REGISTER_EXPAND',
    userNo: 'FRESH',
    more: { ...PERSON, userRole: 'SUPPLIER' },
    form: REGISTRATION,
  },
];

test('of twenty identical requests at once one is taken, and a repeat is 100013', async () => {
  const known = { bankcardNo: PERSON.bankcardNo, mobile: PERSON.mobile };
  const stock = { ...known, idCardNo: '110101199003070097', imported: true };
  await world.members([
    { platformUserNo: 'LONE', ...known },
    { platformUserNo: 'STOCK', ...stock },
  ]);
  for (const { service, userNo, more, form } of PAGES) {
    const no = `20-${service}`;
    await expectOneOfTwenty(world.platform, service, { requestNo: no, platformUserNo: userNo, ...more }, form);
  }
});

test('of twenty identical direct requests at once one is taken, and a repeat is 100013', async () => {
  const page = await open('CHECK_PASSWORD', 'LOCK', 'RICH', { bizTypeDescription: '验密' });
  for (let wrong = 0; wrong < 5; wrong += 1) await press(page, { password: '000000' });
  expect(wordsOf((await press(page, { password: '123456' })).html)).toContain('交易密码已被冻结');
  for (const [service, more] of [
    ['UNFREEZE_TRADE_PASSWORD', {}],
    ['CANCEL_USER_AUTHORIZATION', { authList: 'TENDER' }],
  ] as const) {
    const wanted = { requestNo: `20-${service}`, platformUserNo: 'RICH', ...more };
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(service, wanted)));
    expect(
      answers.filter((answer) => answer.status === 'SUCCESS'),
      service,
    ).toHaveLength(1);
    expect(
      answers.filter((answer) => answer.errorCode === '100013'),
      service,
    ).toHaveLength(19);
  }
  const unlocked = { requestNo: 'UL', platformUserNo: 'RICH' };
  expect(await call('UNFREEZE_TRADE_PASSWORD', unlocked)).toMatchObject({ errorMessage: '该用户密码未被冻结' });
  expect(carriedBack(await press(page, { password: '123456' }))).toMatchObject({ status: 'SUCCESS' });
});

test('of many guesses at once only five are looked at', async () => {
  const pool = openBankPool(world.databaseUrl, { max: 2 });
  const [guessed] = await pool.db.select().from(account).where(eq(account.userNo, 'GUESSED'));
  if (!guessed) throw new Error('no account');
  const words = ['000000', '111111', '222222', '333333', '444444', '123456'];
  const verdicts = await Promise.all(words.map((word) => tryPassword({ pool }, guessed.id, word)));
  await pool.close();
  const locked = '交易密码已被冻结，请联系平台解冻';
  const left = [4, 3, 2, 1].map((tries) => `交易密码错误，还可尝试 ${tries} 次`);
  expect(verdicts.map((verdict) => verdict?.zh)).toEqual([...left, locked, locked]);
});

test('more customers at once than the bank has connections do not wait for each other', async () => {
  const expired = soon(await world.platform.now());
  const recharge = { amount: 1, expectPayCompany: 'YEEPAY', rechargeWay: 'WEB', expired };
  for (const [service, more] of [
    ['USER_AUTHORIZATION', { authList: 'TENDER' }],
    ['RECHARGE', recharge],
  ] as const) {
    const numbers = Array.from({ length: 17 }, (_, index) => `each-${service}-${index}`);
    const pages = await Promise.all(
      numbers.map((requestNo) =>
        arriveTogether(world.platform, service, { requestNo, platformUserNo: 'RICH', ...more }, 1),
      ),
    );
    const ends = await Promise.all(pages.flat().map((page) => press(page, { password: '123456' })));
    expect(
      ends.map(carriedBack).map((end) => end.status),
      service,
    ).toEqual(numbers.map(() => 'SUCCESS'));
  }
});

test('nobody’s account, and the platform’s own, have no card, number or password', async () => {
  const others = ['PERSONAL_REGISTER_EXPAND', 'USER_AUTHORIZATION'];
  const services = PAGES.filter(({ service }) => !others.includes(service));
  for (const { service, more } of services) {
    expect(carriedBack(await open(service, 'NO-1', 'NOBODY', more)), service).toMatchObject({ errorCode: '100009' });
    expect(carriedBack(await open(service, 'NO-1', 'SYS_GENERATE_004', more)), service).toMatchObject({
      errorCode: '100011',
    });
    const nameless = await openGateway(world.platform, service, { requestNo: 'NO-1', ...more });
    expect(carriedBack(nameless), service).toMatchObject({ code: '1', errorCode: '100002' });
  }
  const badType = await open('PERSONAL_BIND_BANKCARD', 'NO-1', 'PHONE', { bindType: 'OTHER' });
  expect(carriedBack(badType)).toMatchObject({ code: '1', errorCode: '100002' });
  expect(carriedBack(await open('ENTERPRISE_BIND_BANKCARD', 'NO-1', 'PHONE'))).toMatchObject({ errorCode: '100011' });
});
