import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  carriedBack,
  hiddenFields,
  openGateway,
  type Page,
  PERSON,
  press,
  REGISTRATION,
  reload,
  wordsOf,
} from './testing/browser.ts';
import { soon } from './testing/client.ts';
import { eventually, openTestWorld, type TestWorld } from './testing/world.ts';

let world: TestWorld;
let expired: string;
beforeAll(async () => {
  world = await openTestWorld();
  expired = soon(await world.platform.now());
});
afterAll(() => world.close());

const registration = (userNo: string, more: Record<string, unknown> = {}) => ({
  requestNo: `REG-${userNo}`,
  platformUserNo: userNo,
  userRole: 'INVESTOR',
  checkType: 'LIMIT',
  ...PERSON,
  ...more,
});
const recharge = (requestNo: string, amount: unknown, more: Record<string, unknown> = {}) => ({
  ...{ requestNo, platformUserNo: 'INV-A', amount, expired },
  ...{ expectPayCompany: 'YEEPAY', rechargeWay: 'WEB', ...more },
});
const told = (requestNo: string) =>
  eventually(() => world.notices.find((notice) => JSON.parse(notice.respData ?? '{}').requestNo === requestNo));
const user = async (platformUserNo: string) =>
  (await world.platform.call('QUERY_USER_INFORMATION', { platformUserNo })).body;
const query = async (requestNo: string, transactionType: string) =>
  (await world.platform.call('QUERY_TRANSACTION', { requestNo, transactionType })).body;

test('a customer opens an account at the bank’s page; return and notify tell the platform', async () => {
  const page = await openGateway(
    world.platform,
    'PERSONAL_REGISTER_EXPAND',
    registration('INV-A', { authList: 'TENDER' }),
  );
  for (const id of ['sendSmsVerify', 'smsCode', 'password', 'confirmPassword', 'isAgreeReg', 'nextButton']) {
    expect(page.html).toContain(`id="${id}"`);
  }
  const withNotice = await press(page, {}, 'send-sms');
  expect(withNotice.html).toContain('class="submitBtn-2"');
  expect(wordsOf(withNotice.html)).toContain('888888');
  const end = await press(withNotice, REGISTRATION);
  const back = hiddenFields(end.html);
  expect(back).toMatchObject({ serviceName: 'PERSONAL_REGISTER_EXPAND', responseType: 'CALLBACK', userDevice: 'PC' });
  expect(world.platform.verifies(back.respData ?? '', back.sign ?? '')).toBe(true);
  expect(carriedBack(end)).toMatchObject({ code: '0', status: 'SUCCESS', bankcardNo: '622848*********0018' });
  expect(carriedBack(end).idCardNo).toBe('110***********002X');
  const notice = await told('REG-INV-A');
  expect(notice.responseType).toBe('NOTIFY');
  expect(world.platform.verifies(notice.respData ?? '', notice.sign ?? '')).toBe(true);
  expect(JSON.parse(notice.respData ?? '')).toMatchObject({ ...PERSON, auditStatus: 'PASSED', bankcode: 'ABOC' });
  expect(await user('INV-A')).toMatchObject({
    authlist: 'TENDER',
    bankcode: 'ABOC',
    activeStatus: 'ACTIVATED',
    balance: 0,
  });
});

test('what the platform did not give is asked for, and mistakes are named beside their fields', async () => {
  const { realName, ...rest } = PERSON;
  const given = registration('INV-B', { ...rest, realName: '', bankcardNo: null, userRole: 'BORROWERS' });
  const page = await openGateway(world.platform, 'PERSONAL_REGISTER_EXPAND', given);
  expect(page.html).toContain('id="realName"');
  expect(page.html).toContain('id="bankcardNo"');
  expect(page.html).not.toContain('id="mobile"');
  const credit = await press(page, { ...REGISTRATION, realName, bankcardNo: '6222300000000003' });
  expect(wordsOf(credit.html)).toContain('仅支持借记卡，不能绑定信用卡');
  expect(credit.html).toContain(`value="${realName}"`);
  expect(credit.html).not.toContain('value="123456"');
  const wrong = await press(credit, { ...REGISTRATION, smsCode: '1', confirmPassword: 'x', realName, isAgreeReg: '' });
  for (const sentence of ['短信验证码错误', '两次输入的密码不一致', '请阅读并同意协议', '银行卡号有误']) {
    expect(wordsOf(wrong.html)).toContain(sentence);
  }
  const end = await press(wrong, { ...REGISTRATION, realName, bankcardNo: PERSON.bankcardNo });
  expect(carriedBack(end)).toMatchObject({ status: 'SUCCESS', userRole: 'BORROWERS' });
});

test('one person has one account in a role, one number one member', async () => {
  const page = await openGateway(world.platform, 'PERSONAL_REGISTER_EXPAND', registration('INV-C'));
  expect(wordsOf(page.html)).toContain('该证件号码已注册');
  expect(carriedBack(page)).toMatchObject({ code: '0', status: 'INIT', errorCode: '100008' });
  const again = registration('INV-A', { requestNo: 'REG-2', idCardNo: '' });
  expect(wordsOf((await openGateway(world.platform, 'PERSONAL_REGISTER_EXPAND', again)).html)).toContain(
    '平台用户编号已注册',
  );
});

test('a recharge is paid from the card, is float of today, and is submitted once however often', async () => {
  const page = await openGateway(world.platform, 'RECHARGE', recharge('RC-1', '1000.50', { commission: 0.5 }));
  expect(wordsOf(page.html)).toContain('¥1,000.50');
  const [end, same] = await Promise.all([press(page, { password: '123456' }), press(page, { password: '123456' })]);
  for (const one of [end, same, await press(page, { password: '123456' }), await reload(page)]) {
    expect(carriedBack(one)).toMatchObject({ rechargeStatus: 'SUCCESS', amount: '1000.50', payCompany: 'YEEPAY' });
  }
  expect(JSON.parse((await told('RC-1')).respData ?? '')).toMatchObject({
    rechargeStatus: 'SUCCESS',
    commission: '0.50',
  });
  expect(await user('INV-A')).toMatchObject({
    balance: 1000,
    floatBalance: 1000,
    arriveBalance: 0,
    availableAmount: 1000,
  });
  expect(await query('RC-1', 'RECHARGE')).toMatchObject({ records: [{ amount: 1000.5, status: 'SUCCESS' }] });
  expect(await query('RC-0', 'RECHARGE')).toMatchObject({ errorCode: '100007' });
  const repeated = await openGateway(world.platform, 'RECHARGE', recharge('RC-1', 5));
  expect(wordsOf(repeated.html)).toContain('请求流水号重复');
});

test('a card without money fails the recharge; only DIRECT_CALLBACK is told so', async () => {
  await world.platform.control('cards/fund', { cardNo: PERSON.bankcardNo, amount: '10' });
  for (const [requestNo, more] of [
    ['RC-2', {}],
    ['RC-3', { callbackMode: 'DIRECT_CALLBACK' }],
  ] as const) {
    const end = await press(await openGateway(world.platform, 'RECHARGE', recharge(requestNo, 11, more)), {
      password: '123456',
    });
    expect(carriedBack(end)).toMatchObject({ rechargeStatus: 'FAIL', channelErrorMessage: '银行卡余额不足' });
    expect(await query(requestNo, 'RECHARGE')).toMatchObject({ records: [{ status: 'FAIL', errorCode: '51' }] });
  }
  await told('RC-3');
  expect(world.notices.some((notice) => notice.respData?.includes('RC-2'))).toBe(false);
  expect(await user('INV-A')).toMatchObject({ balance: 1000 });
});

test('money is frozen with the password, and a page that is too late or cancelled changes nothing', async () => {
  const wanted = { platformUserNo: 'INV-A', bizType: 'PRETRANSACTION', amount: '300', expired };
  const open = (requestNo: string, more = {}): Promise<Page> =>
    openGateway(world.platform, 'USER_PRE_TRANSACTION', { ...wanted, requestNo, ...more });
  const end = await press(await open('PT-1'), { password: '123456' });
  expect(carriedBack(end)).toMatchObject({ status: 'SUCCESS', bizType: 'PRETRANSACTION' });
  expect(await query('PT-1', 'PRETRANSACTION')).toMatchObject({ records: [{ status: 'FREEZED', freezeAmount: 300 }] });
  expect(wordsOf((await open('PT-2', { amount: '700.01' })).html)).toContain('余额不足');
  expect(wordsOf((await open('PT-2', { expired: '20200101000000' })).html)).toContain('订单已过期');
  const cancelled = await press(await open('PT-2'), {}, 'cancel');
  expect(carriedBack(cancelled)).toMatchObject({ status: 'INIT', errorMessage: '用户取消操作' });
  expect(await query('PT-2', 'PRETRANSACTION')).toMatchObject({ errorCode: '100007' });
  expect(await user('INV-A')).toMatchObject({ balance: 1000, freezeAmount: 300, availableAmount: 700 });
  const first = await open('PT-3', { amount: '400' });
  const second = await open('PT-4', { amount: '400' });
  await press(first, { password: '123456' });
  expect(wordsOf((await press(second, { password: '123456' })).html)).toContain('余额不足');
});

test('a standing authorisation is given with the password and replaced by the next', async () => {
  const open = (requestNo: string, more: object) =>
    openGateway(world.platform, 'USER_AUTHORIZATION', { requestNo, platformUserNo: 'INV-A', ...more });
  const wanted = { authList: 'TENDER,CREDIT_ASSIGNMENT', amount: 5000, failTime: '20991231' };
  const end = await press(await open('AU-1', wanted), { password: '123456' });
  expect(carriedBack(end)).toMatchObject({
    authList: 'TENDER,CREDIT_ASSIGNMENT',
    amount: '5000.00',
    failTime: '20991231',
  });
  expect((await user('INV-A')).authLimitResultList).toEqual([
    { authType: 'CREDIT_ASSIGNMENT', amount: 5000, failTime: '20991231' },
    { authType: 'TENDER', amount: 5000, failTime: '20991231' },
  ]);
  expect(wordsOf((await open('AU-2', {})).html)).toContain('authList: missing');
});

test('five wrong passwords in a row lock it', async () => {
  const wanted = { requestNo: 'PT-9', platformUserNo: 'INV-A', bizType: 'PRETRANSACTION', amount: 1, expired };
  let page = await openGateway(world.platform, 'USER_PRE_TRANSACTION', wanted);
  page = await press(page, { password: '000000' });
  expect(wordsOf(page.html)).toContain('交易密码错误，还可尝试 4 次');
  for (let wrong = 0; wrong < 4; wrong += 1) page = await press(page, { password: '000000' });
  expect(wordsOf((await press(page, { password: '123456' })).html)).toContain('交易密码已被冻结');
});

test('a locked password is unlocked by the platform, or replaced by the customer', async () => {
  const unfreeze = (requestNo: string) =>
    world.platform.call('UNFREEZE_TRADE_PASSWORD', { requestNo, platformUserNo: 'INV-A' });
  expect((await unfreeze('UF-1')).body).toMatchObject({ status: 'SUCCESS' });
  expect((await unfreeze('UF-2')).body).toMatchObject({ errorCode: '100008', errorMessage: '该用户密码未被冻结' });
  const reset = await openGateway(world.platform, 'RESET_PASSWORD', { requestNo: 'RP-1', platformUserNo: 'INV-A' });
  const changed = { smsCode: '888888', password: 'better-one', confirmPassword: 'better-one' };
  expect(carriedBack(await press(reset, changed))).toMatchObject({ status: 'SUCCESS', platformUserNo: 'INV-A' });
  const ask = { platformUserNo: 'INV-A', bizTypeDescription: '修改资料' };
  const wrong = await press(await openGateway(world.platform, 'CHECK_PASSWORD', { ...ask, requestNo: 'CP-1' }), {
    password: '123456',
  });
  expect(wordsOf(wrong.html)).toContain('交易密码错误，还可尝试 4 次');
  expect(carriedBack(await press(wrong, { password: 'better-one' }))).toMatchObject({ status: 'SUCCESS' });
});

test('a standing authorisation is taken back by the platform', async () => {
  const cancel = { requestNo: 'CA-1', platformUserNo: 'INV-A', authList: 'CREDIT_ASSIGNMENT' };
  expect((await world.platform.call('CANCEL_USER_AUTHORIZATION', cancel)).body).toMatchObject({ status: 'SUCCESS' });
  expect(await user('INV-A')).toMatchObject({ authlist: 'TENDER' });
});

test('of two registrations of one number or person at once one is opened', async () => {
  const person = { ...PERSON, idCardNo: '110101199003070011' };
  const open = (requestNo: string, platformUserNo: string) =>
    openGateway(world.platform, 'PERSONAL_REGISTER_EXPAND', {
      ...registration(platformUserNo, { ...person, requestNo, userRole: 'GUARANTEECORP' }),
    });
  const pages = [await open('RR-1', 'TWIN-1'), await open('RR-2', 'TWIN-1'), await open('RR-3', 'TWIN-2')];
  const ends = await Promise.all(pages.map((page) => press(page, REGISTRATION)));
  expect(ends.map(carriedBack).filter((document) => document.status === 'SUCCESS')).toHaveLength(1);
  const refused = ends.map((end) => wordsOf(end.html)).filter((words) => /已注册/.test(words));
  expect(refused).toHaveLength(2);
});

test('a refused gateway request leads back only when the platform truly sent it', async () => {
  const fields = await world.platform.fields('RECHARGE', {
    ...recharge('RC-7', 1),
    redirectUrl: 'http://evil.example/',
  });
  const response = await fetch(`${world.bank.url}/bha-neo-app/lanmaotech/gateway`, {
    method: 'POST',
    headers: { accept: 'text/html' },
    body: new URLSearchParams({ ...fields, sign: 'AAAA' }),
  });
  const html = await response.text();
  expect(wordsOf(html)).toContain('签名验证失败');
  expect(html).not.toContain('evil.example');
  expect((await fetch(`${world.bank.url}/bha-neo-app/lanmaotech/page/nothing`)).status).toBe(410);
});
