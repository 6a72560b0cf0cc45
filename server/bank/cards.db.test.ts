import { afterAll, beforeAll, expect, test } from 'vitest';
import { carriedBack, openGateway, type Page, PERSON, press, wordsOf } from './testing/browser.ts';
import { soon } from './testing/client.ts';
import { openTestWorld, type TestWorld, told } from './testing/world.ts';

const CARDS = { icbk: '6212261000000007228', pcbc: '6217000010000001233', credit: '6222300000000003' };
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
    { platformUserNo: 'BARE' },
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
  expect(await told(world, 'BC-1', { auditStatus: 'AUDIT' })).toMatchObject({
    platformUserNo: 'CARD',
    bankcardNo: CARDS.icbk,
    ...result,
  });
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
  expect(await told(world, 'BC-5', { auditStatus: 'BACK' })).toMatchObject({
    auditStatus: 'BACK',
    errorMessage: '户名不符',
  });
  expect(await audit('AU-5', 'BC-5', 'PASSED')).toMatchObject({ errorMessage: '已经审核' });
  expect(await world.platform.control('clerk/NOTHING', { decision: 'BACK' })).toMatchObject({ httpStatus: 404 });
});

test('only debit cards of a bank that is known pass, whoever names them', async () => {
  const refusals = [
    { bankcardNo: CARDS.credit, errorCode: '100008', errorMessage: '仅支持借记卡，不能绑定信用卡' },
    { bankcardNo: NOBODYS_CARD, errorCode: '100012', errorMessage: '非常抱歉，暂不支持此银行' },
    { bankcardNo: '6212261000000007229', errorCode: '100008', errorMessage: '银行卡号有误，请核对' },
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
  expect(await change('BC-7')).toMatchObject({ auditStatus: 'PASSED', bankcardNo: CARDS.icbk });
  expect(await audit('AU-7', 'BC-7', 'BACK')).toMatchObject({ errorMessage: '已经审核' });
});

test('money that comes while the page is open keeps the card', async () => {
  const page = await open('UNBIND_BANKCARD', 'UB-3', 'POOR');
  await world.platform.control('accounts/POOR/deposit', { amount: '1' });
  expect(wordsOf((await press(page, { password: '123456' })).html)).toContain('账户仍有余额');
});
