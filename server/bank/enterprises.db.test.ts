import { afterAll, beforeAll, expect, test } from 'vitest';
import { carriedBack, openGateway, type Page, press, REGISTRATION, reload, wordsOf } from './testing/browser.ts';
import { expectOneOfTwenty } from './testing/twenty-arrivals.ts';
import { openTestWorld, type TestWorld, told } from './testing/world.ts';

const COMPANY = {
  enterpriseName: '江南担保有限公司',
  bankLicense: 'J3010012345601',
  orgNo: '71234567-8',
  businessLicense: '330100000123456',
  taxNo: '330100712345678',
  unifiedCode: '91330100712345678X',
  creditCode: 'G1033010012345670A',
  legal: '赵六',
  idCardType: 'PRC_ID',
  legalIdCardNo: '11010519491231002X',
  contact: '孙七',
  contactPhone: '13700137000',
};
const ACCOUNT = { bankcardNo: '3301040160001234567', bankcode: 'ICBK' };
const WITH_CODE = { password: '123456', smsCode: '888888' };

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
  const firm = { userType: 'ORGANIZATION', userRole: 'COLLABORATOR', ...COMPANY, ...ACCOUNT };
  await world.members([
    { platformUserNo: 'PERSON', bankcardNo: '6228480000000000018', mobile: '13800138000' },
    { ...firm, platformUserNo: 'FIRM' },
    { ...firm, platformUserNo: 'OTHER' },
  ]);
});
afterAll(() => world.close());

const open = (service: string, requestNo: string, platformUserNo: string, more: object = {}): Promise<Page> =>
  openGateway(world.platform, service, { requestNo, platformUserNo, ...more });
const register = (requestNo: string, platformUserNo: string, more: object = {}): Promise<Page> =>
  open('ENTERPRISE_REGISTER', requestNo, platformUserNo, {
    userRole: 'GUARANTEECORP',
    ...COMPANY,
    ...ACCOUNT,
    ...more,
  });
const call = async (service: string, reqData: Record<string, unknown>) =>
  (await world.platform.call(service, reqData)).body;
const user = (platformUserNo: string) => call('QUERY_USER_INFORMATION', { platformUserNo });
const decide = (requestNo: string, decision: string, reason?: string) =>
  world.platform.control(`clerk/${requestNo}`, { decision, reason });
test('a company’s account works once the bank’s clerk has passed it', async () => {
  const page = await register('ER-1', 'GUARANTOR', { authList: 'COMPENSATORY', amount: 5000, failTime: '20991231' });
  const words = wordsOf(page.html);
  for (const shown of [COMPANY.enterpriseName, COMPANY.unifiedCode, '担保机构', '110***********002X', '自动代偿']) {
    expect(words).toContain(shown);
  }
  expect(page.html).not.toContain(ACCOUNT.bankcardNo);
  const end = await press(page, REGISTRATION);
  const result = { status: 'SUCCESS', auditStatus: 'AUDIT', bankcode: 'ICBK', userRole: 'GUARANTEECORP' };
  const authorised = { authList: 'COMPENSATORY', amount: '5000.00', failTime: '20991231' };
  expect(carriedBack(end)).toMatchObject({ ...result, ...authorised, bankcardNo: '330104*********4567' });
  expect(await told(world, 'ER-1', { auditStatus: 'AUDIT' })).toMatchObject({ ...result, ...ACCOUNT });
  const waiting = { auditStatus: 'AUDIT', activeStatus: 'DEACTIVATED', accessType: 'NOT_AUTH' };
  expect(await user('GUARANTOR')).toMatchObject(waiting);
  const check = { bizTypeDescription: '验密' };
  expect(carriedBack(await open('CHECK_PASSWORD', 'CP-1', 'GUARANTOR', check))).toMatchObject({ errorCode: '100010' });
  expect(await decide('ER-1', 'PASSED')).toMatchObject({ requestNo: 'ER-1', status: 'PASSED' });
  expect(await decide('ER-1', 'REFUSED')).toMatchObject({ httpStatus: 409, error: '已经审核' });
  expect(await told(world, 'ER-1', { auditStatus: 'PASSED' })).toMatchObject({
    ...ACCOUNT,
    ...authorised,
    accessType: 'PART_CHECKED',
  });
  const { idCardType, legalIdCardNo, contactPhone, enterpriseName, ...rest } = COMPANY;
  expect(await user('GUARANTOR')).toMatchObject({
    ...rest,
    ...{ enterpriseName, contactPhone, legalIdCardNo, name: enterpriseName, mobile: contactPhone },
    ...{ idCardType, idCardNo: legalIdCardNo, userType: 'ORGANIZATION', userRole: 'GUARANTEECORP', ...ACCOUNT },
    ...{ auditStatus: 'PASSED', activeStatus: 'ACTIVATED', accessType: 'PART_CHECKED', isImportUserActivate: true },
    authlist: 'COMPENSATORY',
  });
  const freeze = { requestNo: 'FZ-1', platformUserNo: 'GUARANTOR', bizType: 'PRETRANSACTION', amount: 1 };
  expect(await call('FREEZE_PRE_TRANSACTION', freeze)).toMatchObject({ errorCode: '100014' });
  const password = await open('CHECK_PASSWORD', 'CP-1', 'GUARANTOR', check);
  expect(carriedBack(await press(password, { password: '123456' }))).toMatchObject({ status: 'SUCCESS' });
});

test('a company that gives no code is asked for its unified one', async () => {
  const codes = { unifiedCode: null, taxNo: '' };
  const page = await register('ER-2', 'CODELESS', { ...codes, userRole: 'SUPPLIER' });
  expect(page.html).toContain('id="unifiedCode"');
  expect(wordsOf((await press(page, REGISTRATION)).html)).toContain('请填写统一社会信用代码');
  const end = await press(page, { ...REGISTRATION, unifiedCode: '91330100799999999Y' });
  expect(carriedBack(end)).toMatchObject({ status: 'SUCCESS', userRole: 'SUPPLIER' });
  expect(await user('CODELESS')).toMatchObject({ unifiedCode: '91330100799999999Y' });
});

test('a company that is sent back may register again; one that is refused may not', async () => {
  await press(await register('ER-3', 'AGAIN', { contact: '错字', authList: 'TENDER' }), REGISTRATION);
  expect(carriedBack(await register('ER-4', 'AGAIN'))).toMatchObject({ errorMessage: '平台用户编号已注册' });
  await decide('ER-3', 'BACK', '联系人有误');
  expect(await told(world, 'ER-3', { auditStatus: 'BACK' })).toMatchObject({ errorMessage: '联系人有误' });
  const sentBack = { auditStatus: 'BACK', activeStatus: 'DEACTIVATED', reviewDescription: '联系人有误' };
  expect(await user('AGAIN')).toMatchObject(sentBack);
  const otherRole = await register('ER-4', 'AGAIN', { userRole: 'BORROWERS' });
  expect(carriedBack(otherRole)).toMatchObject({ errorMessage: '平台用户编号已注册' });
  await press(await register('ER-4', 'AGAIN'), REGISTRATION);
  expect(await user('AGAIN')).toMatchObject({ auditStatus: 'AUDIT', contact: COMPANY.contact, authlist: '' });
  await decide('ER-4', 'REFUSED', '资料不实');
  expect(await told(world, 'ER-4', { auditStatus: 'REFUSED' })).toMatchObject({ errorMessage: '资料不实' });
  expect(await user('AGAIN')).toMatchObject({ auditStatus: 'REFUSED', activeStatus: 'DEACTIVATED' });
  expect(carriedBack(await register('ER-5', 'AGAIN'))).toMatchObject({ errorMessage: '平台用户编号已注册' });
});

test('what a company cannot be registered with is refused before its page opens', async () => {
  const required = [
    'platformUserNo',
    'enterpriseName',
    'bankLicense',
    'legal',
    'idCardType',
    'legalIdCardNo',
    'contact',
  ];
  for (const name of [...required, 'contactPhone', 'userRole', 'bankcardNo', 'bankcode']) {
    const page = await register('ER-6', 'REFUSED', { [name]: '' });
    expect(carriedBack(page), name).toMatchObject({ code: '1', errorCode: '100002', errorDetail: `${name}: missing` });
  }
  const refusals: [object, object][] = [
    [{ bankcode: 'NOBANK' }, { errorCode: '100012', errorMessage: '非常抱歉，暂不支持此银行' }],
    [{ bankcardNo: '6222300000000003' }, { errorMessage: '仅支持借记卡，不能绑定信用卡' }],
    [{ bankcardNo: '12' }, { errorMessage: '对公账号有误，请核对' }],
    [{ legalIdCardNo: '110105194912310021' }, { errorMessage: '法人证件号有误，请核对' }],
    [{ contactPhone: '057112345678' }, { errorMessage: '手机号有误，请核对' }],
    [{ userRole: 'PLATFORM_INCOME' }, { code: '1', errorCode: '100002' }],
    [{ platformUserNo: 'SYS_GENERATE_009' }, { code: '1', errorCode: '100002' }],
    [{ platformUserNo: 'PERSON' }, { errorCode: '100008', errorMessage: '平台用户编号已注册' }],
  ];
  for (const [given, refusal] of refusals) {
    expect(carriedBack(await register('ER-6', 'REFUSED', given))).toMatchObject({ status: 'INIT', ...refusal });
  }
  const passport = await register('ER-6', 'REFUSED', { idCardType: 'PASSPORT', legalIdCardNo: 'E12345678' });
  expect(passport.html).toContain('id="nextButton"');
});

test('a company changes its details, which count once the clerk has passed them', async () => {
  const page = await open('ENTERPRISE_INFORMATION_UPDATE', 'EU-1', 'FIRM');
  expect(page.html).toContain(`value="${COMPANY.enterpriseName}"`);
  expect(page.html).not.toContain(COMPANY.legalIdCardNo);
  const written = { ...COMPANY, password: '123456' };
  expect(wordsOf((await press(page, written)).html)).toContain('没有任何修改');
  const wrong = await press(page, { ...written, legal: '', legalIdCardNo: '1', contactPhone: '2', password: '000000' });
  for (const sentence of ['请填写法人姓名', '法人证件号有误', '手机号有误', '交易密码错误']) {
    expect(wordsOf(wrong.html)).toContain(sentence);
  }
  const others = { unifiedCode: '91330100700000000Z', creditCode: '', contactPhone: '13600136000' };
  const changed = { ...written, ...others, legalIdCardNo: '' };
  const late = await open('ENTERPRISE_INFORMATION_UPDATE', 'EU-2', 'FIRM');
  const end = await press(page, changed);
  expect(carriedBack(end)).toMatchObject({ status: 'SUCCESS', platformUserNo: 'FIRM', reviewStatus: 'AUDIT' });
  expect(wordsOf((await press(late, changed)).html)).toContain('企业信息正在审核中');
  expect(carriedBack(await open('ENTERPRISE_INFORMATION_UPDATE', 'EU-3', 'FIRM'))).toMatchObject({
    errorCode: '100008',
  });
  expect(await user('FIRM')).toMatchObject({ auditStatus: 'PASSED', unifiedCode: COMPANY.unifiedCode });
  expect(await decide('EU-1', 'BACK')).toMatchObject({ httpStatus: 400 });
  await decide('EU-1', 'PASSED');
  expect(await told(world, 'EU-1', { reviewStatus: 'PASSED' })).toMatchObject({
    ...{ platformUserNo: 'FIRM', qualificationModify: 'YES', unifiedCode: '91330100700000000Z' },
    ...{ enterpriseName: COMPANY.enterpriseName, contactPhone: '13600136000' },
  });
  const now = await user('FIRM');
  expect(now).toMatchObject({
    unifiedCode: '91330100700000000Z',
    mobile: '13600136000',
    legalIdCardNo: COMPANY.legalIdCardNo,
  });
  expect(now).not.toHaveProperty('creditCode');
});

test('a change of details that is refused leaves them, and the platform learns why', async () => {
  const page = await open('ENTERPRISE_INFORMATION_UPDATE', 'EU-4', 'OTHER');
  await press(page, { ...COMPANY, contact: '周八', password: '123456' });
  await decide('EU-4', 'REFUSED', '未附证明');
  const refused = { reviewStatus: 'REFUSED', reviewDescription: '未附证明', qualificationModify: 'NO' };
  expect(await told(world, 'EU-4', { reviewStatus: 'REFUSED' })).toMatchObject(refused);
  expect(await user('OTHER')).toMatchObject({ contact: COMPANY.contact });
  const next = await open('ENTERPRISE_INFORMATION_UPDATE', 'EU-5', 'OTHER');
  await press(next, { ...COMPANY, contact: '周八', password: '123456' });
  await decide('EU-5', 'PASSED');
  expect(await told(world, 'EU-5', { reviewStatus: 'PASSED' })).toMatchObject({
    qualificationModify: 'NO',
    contact: '周八',
  });
  expect(carriedBack(await open('ENTERPRISE_INFORMATION_UPDATE', 'EU-6', 'PERSON'))).toMatchObject({
    errorCode: '100011',
  });
});

test('a company changes its account, also when the platform names it in the wrong field', async () => {
  const wanted = { bankcardNo: '4401050160007654321', bankcode: 'ABOC', bindType: 'UPDATE_BANKCARD' };
  expect(carriedBack(await open('PERSONAL_BIND_BANKCARD', 'EB-1', 'FIRM', wanted))).toMatchObject({
    errorCode: '100011',
  });
  const unknown = await open('ENTERPRISE_BIND_BANKCARD', 'EB-1', 'FIRM', { ...wanted, bankcode: 'NOBANK' });
  expect(carriedBack(unknown)).toMatchObject({ errorCode: '100012' });
  const { bankcardNo, ...rest } = wanted;
  const page = await open('ENTERPRISE_BIND_BANKCARD', 'EB-1', 'FIRM', { ...rest, checkType: bankcardNo });
  expect(page.html).not.toContain('id="bankcode"');
  expect(page.html).not.toContain('id="mobile"');
  const end = await press(page, { ...WITH_CODE, bankcardNo });
  expect(carriedBack(end)).toMatchObject({ auditStatus: 'AUDIT', bankcode: 'ABOC', accessType: 'PART_CHECKED' });
  const audit = { requestNo: 'EA-1', originalRequestNo: 'EB-1', auditType: 'PASSED' };
  expect(await call('AUDIT_BIND_CARD', audit)).toMatchObject({ auditStatus: 'PASSED' });
  expect(await user('FIRM')).toMatchObject({ bankcardNo, bankcode: 'ABOC', mobile: '13600136000' });
  const asked = await open('ENTERPRISE_BIND_BANKCARD_EXPAND', 'EB-2', 'FIRM');
  expect(asked.html).toContain('id="bankcode"');
  const wrongBank = await press(asked, { ...WITH_CODE, bankcardNo: ACCOUNT.bankcardNo, bankcode: 'none' });
  expect(wordsOf(wrongBank.html)).toContain('暂不支持此银行');
});

test('the clerk decides at the desk, from no page of another origin, and once', async () => {
  await press(await register('ER-7', 'DESK', { userRole: 'BORROWERS' }), REGISTRATION);
  const visit = async (language: string) =>
    (await fetch(`${world.bank.url}/desk/clerk`, { headers: { 'accept-language': language } })).text();
  const queue = await visit('zh-CN');
  for (const shown of ['企业开户', COMPANY.legalIdCardNo, '通过', '退回', '拒绝'])
    expect(wordsOf(queue)).toContain(shown);
  expect(wordsOf(await visit('en'))).toContain('Company opens an account');
  const post = (headers: Record<string, string> = {}) =>
    fetch(`${world.bank.url}/desk/clerk/ER-7?platformNo=${world.platform.platformNo}`, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new URLSearchParams({ decision: 'PASSED', reason: '' }),
    });
  expect(await (await post({ origin: 'http://evil.example' })).text()).toContain('not from pages of another origin');
  const twenty = await Promise.all(Array.from({ length: 20 }, () => post()));
  expect(twenty.filter((answer) => answer.status === 303)).toHaveLength(1);
  await told(world, 'ER-7', { auditStatus: 'PASSED' });
  const decided = await visit('zh-CN');
  expect(wordsOf(decided)).toContain(`${COMPANY.enterpriseName} (DESK) ER-7 PASSED`);
});

test('of twenty identical requests at once one is taken, and a repeat is 100013', async () => {
  const pages: [string, string, object, Record<string, string>][] = [
    ['ENTERPRISE_REGISTER', 'CROWD', { userRole: 'INVESTOR', ...COMPANY, ...ACCOUNT }, REGISTRATION],
    ['ENTERPRISE_INFORMATION_UPDATE', 'OTHER', {}, { ...COMPANY, legal: '吴九', password: '123456' }],
    ['ENTERPRISE_BIND_BANKCARD', 'OTHER', { bankcardNo: '4401050160007654321', bankcode: 'ABOC' }, WITH_CODE],
  ];
  for (const [service, userNo, more, form] of pages) {
    const no = `20-${service}`;
    await expectOneOfTwenty(world.platform, service, { requestNo: no, platformUserNo: userNo, ...more }, form);
  }
});

test('a registration that is cancelled leaves nobody behind', async () => {
  const cancelled = await press(await register('ER-8', 'LEFT'), {}, 'cancel');
  expect(carriedBack(await reload(cancelled))).toMatchObject({ errorMessage: '用户取消操作' });
  expect(await user('LEFT')).toMatchObject({ errorCode: '100009' });
});
