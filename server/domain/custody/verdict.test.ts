import { describe, expect, test } from 'vitest';
import { instantAt, plainDate } from '#server/primitives/calendar.ts';
import { questionFor } from './questions.ts';
import { contradictionOf, verdictOfResult } from './verdict.ts';

const AT = '20260331120001';
const moment = instantAt(plainDate('2026-03-31'), '12:00:01');

describe('a result of the bank', () => {
  const asked = { platformUserNo: 'INV-1', amount: '1000.00' };
  const result = { status: 'SUCCESS', rechargeStatus: 'SUCCESS', amount: '1000', transactionTime: AT };

  test('succeeds when its own status field says so, at the bank’s time', () => {
    expect(verdictOfResult('RECHARGE', result, asked)).toEqual({ kind: 'succeeded', at: moment, record: result });
  });
  test('waits on PENDDING, fails on FAIL with the channel’s reason', () => {
    expect(verdictOfResult('RECHARGE', { ...result, rechargeStatus: 'PENDDING' }, asked).kind).toBe('waiting');
    const failed = { ...result, rechargeStatus: 'FAIL', channelErrorCode: '51', channelErrorMessage: '余额不足' };
    expect(verdictOfResult('RECHARGE', failed, asked)).toEqual({
      kind: 'failed',
      errorCode: '51',
      errorMessage: '余额不足',
    });
  });
  test('that is not SUCCESS leaves the page with the customer', () => {
    expect(verdictOfResult('RECHARGE', { ...result, status: 'INIT' }, asked).kind).toBe('untouched');
  });
  test('about another amount or member contradicts the instruction', () => {
    for (const other of [
      { amount: '999.99' },
      { platformUserNo: 'INV-2' },
      { amount: 'much' },
      { transactionTime: 'now' },
    ]) {
      expect(verdictOfResult('RECHARGE', { ...result, ...other }, asked).kind).toBe('contradiction');
    }
  });
});

test('an identity number contradicts unless the bank has masked its own', () => {
  const asked = { idCardNo: '11010519491231002X' };
  expect(contradictionOf(asked, { idCardNo: '110105********002X' })).toBeUndefined();
  expect(contradictionOf(asked, { idCardNo: '110101199003077758' })).toBe('idCardNo differs');
});

test('only a freeze’s own record is compared by what it calls frozen', () => {
  expect(contradictionOf({ amount: '1.00' }, { freezeAmount: '5.00' })).toBeUndefined();
  expect(contradictionOf({ amount: '1.00' }, { freezeAmount: '5.00' }, true)).toContain('freezeAmount differs');
});

describe('asking', () => {
  const read = (service: string, reply: object, reqData: object = {}, accepted = false) =>
    questionFor(service).read({ ...reply }, { ...reqData }, accepted).kind;

  test('papers that were sent back speak of the try before until the bank has taken this one', () => {
    expect(read('ENTERPRISE_REGISTER', { auditStatus: 'BACK' })).toBe('untouched');
    expect(read('ENTERPRISE_REGISTER', { auditStatus: 'BACK' }, {}, true)).toBe('failed');
    expect(read('ENTERPRISE_REGISTER', { auditStatus: 'REFUSED' })).toBe('failed');
    expect(read('ENTERPRISE_REGISTER', { auditStatus: 'AUDIT' })).toBe('taken');
    expect(read('ENTERPRISE_REGISTER', { auditStatus: 'PASSED', activeStatus: 'ACTIVATED' })).toBe('succeeded');
  });

  test('a freeze that exists has happened, also when it has been used up since', () => {
    for (const [status, kind] of [
      ['FREEZED', 'succeeded'],
      ['UNFREEZED', 'succeeded'],
      ['FAIL', 'failed'],
      ['INIT', 'untouched'],
      ['ERROR', 'waiting'],
    ]) {
      expect(read('USER_AUTO_PRE_TRANSACTION', { records: [{ status }] })).toBe(kind);
    }
    expect(read('USER_AUTO_PRE_TRANSACTION', { records: [] })).toBe('absent');
  });
  test('a trade that the bank is still at is waited for', () => {
    for (const status of ['ACCEPT', 'PROCESSING', 'ERROR']) {
      expect(read('ASYNC_TRANSACTION', { records: [{ status }] })).toBe('waiting');
    }
  });
  test('a project is changed when it has the wanted status', () => {
    expect(read('MODIFY_PROJECT', { projectStatus: 'REPAYING' }, { status: 'REPAYING' })).toBe('succeeded');
    expect(read('MODIFY_PROJECT', { projectStatus: 'COLLECTING' }, { status: 'REPAYING' })).toBe('absent');
    expect(read('ESTABLISH_PROJECT', { projectStatus: 'COLLECTING' })).toBe('succeeded');
  });
  test('a member is registered when audited and active', () => {
    expect(read('PERSONAL_REGISTER_EXPAND', { auditStatus: 'PASSED', activeStatus: 'ACTIVATED' })).toBe('succeeded');
    expect(read('PERSONAL_REGISTER_EXPAND', { auditStatus: 'PASSED', activeStatus: 'DEACTIVATED' })).toBe('waiting');
    expect(read('PERSONAL_REGISTER_EXPAND', { auditStatus: 'AUDIT' })).toBe('taken');
    expect(read('PERSONAL_REGISTER_EXPAND', { auditStatus: 'REFUSED' })).toBe('failed');
  });
  test('an authorisation stands when kind, limit and term are those asked for', () => {
    const asked = { authList: 'TENDER', amount: '1000000.00', failTime: '20320331' };
    const limit = { authType: 'TENDER', amount: '1000000', failTime: '20320331' };
    const reply = { authlist: 'TENDER,REPAYMENT', authLimitResultList: [limit] };
    expect(read('USER_AUTHORIZATION', reply, asked)).toBe('succeeded');
    expect(read('USER_AUTHORIZATION', { ...reply, authlist: 'REPAYMENT' }, asked)).toBe('absent');
    const former = { ...reply, authLimitResultList: [{ ...limit, failTime: '20260401' }] };
    expect(read('USER_AUTHORIZATION', former, asked)).toBe('absent');
  });
});
