import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  arriveAtGateway,
  carriedBack,
  openGateway,
  type Page,
  PERSON,
  press,
  REGISTRATION,
  wordsOf,
} from './testing/browser.ts';
import { soon } from './testing/client.ts';
import { eventually, openTestWorld, type TestWorld } from './testing/world.ts';

const CARDS = { icbk: '6212262201023557228', pcbc: '6217000010000001233', credit: '6222300000000003' };
const NOBODYS_CARD = '601100099013949';
const WITH_CODE = { password: '123456', smsCode: '888888' };

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  const known = { bankcardNo: PERSON.bankcardNo, mobile: PERSON.mobile };
  await world.members([
    { platformUserNo: 'CARD', ...known },
    { platformUserNo: 'CLERK', ...known },
    { platformUserNo: 'RICH', ...known, amount: '0.01' },
    { platformUserNo: 'POOR', ...known },
    { platformUserNo: 'PHONE', ...known },
    { platformUserNo: 'BARE' },
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
const change = async (requestNo: string) => {
  const answer = await call('QUERY_TRANSACTION', { requestNo, transactionType: 'UPDATE_BANKCARD_AUDIT' });
  return (answer.records as Record<string, unknown>[] | undefined)?.[0];
};
const audit = (requestNo: string, originalRequestNo: string, auditType: string) =>
  call('AUDIT_BIND_CARD', { requestNo, originalRequestNo, auditType });
const told = (requestNo: string, holding: string) =>
  eventually(() => {
    const texts = world.notices.map((notice) => notice.respData ?? '{}');
    return texts
      .filter((text) => text.includes(holding))
      .map((text) => JSON.parse(text))
      .find((one) => one.requestNo === requestNo);
  });

test('a change of card waits for the platform, and counts once it has passed', async () => {
  const page = await open('PERSONAL_BIND_BANKCARD_EXPAND', 'BC-1', 'CARD', {
    checkType: 'LIMIT',
    bindType: 'UPDATE_BANKCARD',
    mobile: null,
  });
  for (const id of ['bankcardNo', 'mobile', 'sendSmsVerify', 'smsCode', 'password', 'nextButton']) {
    expect(page.html).toContain(`id="${id}"`);
  }
  const written = { ...WITH_CODE, bankcardNo: CARDS.icbk.replace(/(\d{4})/g, '$1 '), mobile: '13900139000' };
  const end = await press(page, written);
  const result = { bankcode: 'ICBK', mobile: '13900139000', accessType: 'FULL_CHECKED', auditStatus: 'AUDIT' };
  expect(carriedBack(end)).toMatchObject({ status: 'SUCCESS', bankcardNo: '621226*********7228', ...result });
  expect(await told('BC-1', 'AUDIT')).toMatchObject({ platformUserNo: 'CARD', bankcardNo: CARDS.icbk, ...result });
  expect(await user('CARD')).toMatchObject({ bankcardNo: PERSON.bankcardNo, mobile: PERSON.mobile });
  expect(await change('BC-1')).toMatchObject({ auditStatus: 'AUDIT', bankcardNo: CARDS.icbk, bankcode: 'ICBK' });
  expect(await audit('AU-1', 'BC-1', 'PASSED')).toMatchObject({ originalRequestNo: 'BC-1', auditStatus: 'PASSED' });
  expect(await user('CARD')).toMatchObject({ bankcardNo: CARDS.icbk, bankcode: 'ICBK', mobile: '13900139000' });
  const record = await change('BC-1');
  expect(record).toMatchObject({
    requestNo: 'BC-1',
    platformUserNo: 'CARD',
    auditStatus: 'PASSED',
    mobile: '13900139000',
  });
  expect(record?.completedTime).toMatch(/^\d{14}$/);
});

test('a change of card is audited once, by its own number, and never twice under one request', async () => {
  expect(await audit('AU-1', 'BC-1', 'PASSED')).toMatchObject({ code: '0', status: 'INIT', errorCode: '100013' });
  expect(await audit('AU-2', 'BC-1', 'BACK')).toMatchObject({ errorCode: '100008', errorMessage: '已经审核' });
  const unknown = { errorCode: '100007', errorMessage: '用户换卡审核记录不存在!' };
  expect(await audit('AU-2', 'NOTHING', 'PASSED')).toMatchObject(unknown);
  expect(await audit('AU-2', 'BC-1', 'REFUSED')).toMatchObject({ code: '1', errorCode: '100002' });
  expect(await change('AU-1')).toBeUndefined();
});

test('a change that is sent back leaves the card, and the next may be wanted', async () => {
  const wanted = { bankcardNo: CARDS.pcbc, mobile: PERSON.mobile };
  const first = await open('PERSONAL_BIND_BANKCARD', 'BC-2', 'CARD', wanted);
  const second = await open('PERSONAL_BIND_BANKCARD', 'BC-3', 'CARD', wanted);
  expect(first.html).not.toContain('id="bankcardNo"');
  await press(first, WITH_CODE);
  expect(wordsOf((await press(second, WITH_CODE)).html)).toContain('换卡申请正在审核中');
  expect(wordsOf((await open('PERSONAL_BIND_BANKCARD', 'BC-4', 'CARD', wanted)).html)).toContain('换卡申请正在审核中');
  const twenty = await Promise.all(Array.from({ length: 20 }, () => audit('AU-3', 'BC-2', 'BACK')));
  expect(twenty.filter((answer) => answer.status === 'SUCCESS')).toHaveLength(1);
  expect(twenty.filter((answer) => answer.errorCode === '100013')).toHaveLength(19);
  expect(await user('CARD')).toMatchObject({ bankcardNo: CARDS.icbk });
  expect(carriedBack(await press(second, WITH_CODE))).toMatchObject({ auditStatus: 'AUDIT', bankcode: 'PCBC' });
});

test('where the platform does nothing the clerk decides, and the platform is told', async () => {
  const page = await open('PERSONAL_BIND_BANKCARD_EXPAND', 'BC-5', 'CLERK', { bankcardNo: CARDS.icbk });
  await press(page, { ...WITH_CODE, mobile: PERSON.mobile });
  const queue = (await world.platform.control('clerk')) as { waiting?: { requestNo: string }[] };
  expect(queue.waiting?.find((line) => line.requestNo === 'BC-5')).toMatchObject({
    kind: 'BIND_CARD',
    platformUserNo: 'CLERK',
    decisions: ['PASSED', 'BACK'],
    wanted: { bankcardNo: CARDS.icbk, bankcode: 'ICBK' },
    present: { bankcardNo: PERSON.bankcardNo },
  });
  const decide = (decision: string) => world.platform.control('clerk/BC-5', { decision, reason: '户名不符' });
  expect(await decide('REFUSED')).toMatchObject({ httpStatus: 400 });
  expect(await decide('BACK')).toMatchObject({ requestNo: 'BC-5', status: 'BACK' });
  expect(await decide('PASSED')).toMatchObject({ httpStatus: 409, error: '已经审核' });
  expect(await told('BC-5', 'BACK')).toMatchObject({ auditStatus: 'BACK', errorMessage: '户名不符' });
  expect(await audit('AU-5', 'BC-5', 'PASSED')).toMatchObject({ errorMessage: '已经审核' });
  expect(await world.platform.control('clerk/NOTHING', { decision: 'BACK' })).toMatchObject({ httpStatus: 404 });
});

test('only debit cards of a bank that is known pass, whoever names them', async () => {
  const refusals = [
    { bankcardNo: CARDS.credit, errorCode: '100008', errorMessage: '仅支持借记卡，不能绑定信用卡' },
    { bankcardNo: NOBODYS_CARD, errorCode: '100012', errorMessage: '非常抱歉，暂不支持此银行' },
    { bankcardNo: '6212262201023557229', errorCode: '100008', errorMessage: '银行卡号有误，请核对' },
    { bankcardNo: PERSON.bankcardNo, errorCode: '100008', errorMessage: '与当前绑定的银行卡相同' },
  ];
  const form = await open('PERSONAL_BIND_BANKCARD_EXPAND', 'BC-6', 'POOR');
  for (const { bankcardNo, ...refusal } of refusals) {
    const page = await open('PERSONAL_BIND_BANKCARD_EXPAND', 'BC-6', 'POOR', { bankcardNo });
    expect(carriedBack(page)).toMatchObject({ code: '0', status: 'INIT', ...refusal });
    const again = await press(form, { ...WITH_CODE, bankcardNo, mobile: PERSON.mobile });
    expect(wordsOf(again.html)).toContain(refusal.errorMessage);
  }
  const { bankcardNo: _, ...person } = PERSON;
  const unknown = { ...person, bankcardNo: NOBODYS_CARD, userRole: 'INVESTOR', checkType: 'LIMIT' };
  const registration = await open('PERSONAL_REGISTER_EXPAND', 'RG-1', 'NEW', unknown);
  expect(carriedBack(registration)).toMatchObject({ errorCode: '100012' });
});

test('a card is unbound from an empty account only, and another is then bound at once', async () => {
  expect(wordsOf((await open('UNBIND_BANKCARD', 'UB-1', 'RICH')).html)).toContain('账户仍有余额，不能解绑银行卡');
  expect(wordsOf((await open('UNBIND_BANKCARD', 'UB-1', 'BARE')).html)).toContain('用户未绑定银行卡');
  const page = await open('UNBIND_BANKCARD', 'UB-1', 'POOR');
  expect(wordsOf((await press(page, { password: '000000' })).html)).toContain('交易密码错误');
  const late = await open('UNBIND_BANKCARD', 'UB-2', 'POOR');
  expect(carriedBack(await press(page, { password: '123456' }))).toMatchObject({
    status: 'SUCCESS',
    platformUserNo: 'POOR',
  });
  expect(await user('POOR')).not.toHaveProperty('bankcardNo');
  expect(wordsOf((await press(late, { password: '123456' })).html)).toContain('用户未绑定银行卡');
  const recharge = {
    amount: 1,
    expectPayCompany: 'YEEPAY',
    rechargeWay: 'WEB',
    expired: soon(await world.platform.now()),
  };
  expect(carriedBack(await open('RECHARGE', 'RC-1', 'POOR', recharge))).toMatchObject({
    errorMessage: '用户未绑定银行卡',
  });
  const bind = await open('PERSONAL_BIND_BANKCARD', 'BC-7', 'POOR', { bankcardNo: CARDS.icbk, mobile: PERSON.mobile });
  expect(carriedBack(await press(bind, WITH_CODE))).toMatchObject({ auditStatus: 'PASSED', bankcode: 'ICBK' });
  expect(await user('POOR')).toMatchObject({ bankcardNo: CARDS.icbk, bankcode: 'ICBK' });
});

test('money that comes while the page is open keeps the card', async () => {
  const page = await open('UNBIND_BANKCARD', 'UB-3', 'POOR');
  await world.platform.control('accounts/POOR/deposit', { amount: '1' });
  expect(wordsOf((await press(page, { password: '123456' })).html)).toContain('账户仍有余额');
});

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
  expect(await told('MM-1', '15000000001')).toMatchObject({ bankcardNo: PERSON.bankcardNo });
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
    const pages = await Promise.all(
      Array.from({ length: 20 }, () =>
        arriveAtGateway(world.platform, service, { requestNo: no, platformUserNo: userNo, ...more }),
      ),
    );
    const ends = await Promise.all(pages.map((page) => press(page, form)));
    expect(
      ends.map(carriedBack).filter((end) => end.status === 'SUCCESS'),
      service,
    ).toHaveLength(1);
    expect(
      ends.filter((end) => wordsOf(end.html).includes('请求流水号重复')),
      service,
    ).toHaveLength(19);
    expect(carriedBack(await open(service, no, userNo, more)), service).toMatchObject({ errorCode: '100013' });
  }
});

test('a dozen customers at once do not wait for each other’s connections', async () => {
  const expired = soon(await world.platform.now());
  const recharge = { amount: 1, expectPayCompany: 'YEEPAY', rechargeWay: 'WEB', expired };
  for (const [service, more] of [
    ['CHECK_PASSWORD', { bizTypeDescription: '验密' }],
    ['USER_AUTHORIZATION', { authList: 'TENDER' }],
    ['RECHARGE', recharge],
  ] as const) {
    const numbers = Array.from({ length: 12 }, (_, index) => `12-${service}-${index}`);
    const pages = await Promise.all(
      numbers.map((requestNo) =>
        arriveAtGateway(world.platform, service, { requestNo, platformUserNo: 'RICH', ...more }),
      ),
    );
    const ends = await Promise.all(pages.map((page) => press(page, { password: '123456' })));
    expect(
      ends.map(carriedBack).map((end) => end.status),
      service,
    ).toEqual(numbers.map(() => 'SUCCESS'));
  }
});

test('nobody’s account, and the platform’s own, have no card, number or password', async () => {
  const services = PAGES.filter(({ service }) => service !== 'PERSONAL_REGISTER_EXPAND');
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
