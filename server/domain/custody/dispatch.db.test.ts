import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Uuid } from '#server/primitives/ids.ts';
import { eventually } from '#server/testing/condition.ts';
import { type CountedOutbox, startCountedOutbox } from '#server/testing/counted-outbox.ts';
import type { DomainContext } from '../context.ts';
import { dispatch } from './dispatch.ts';
import { newRequestNo } from './request-no.ts';

let box: CountedOutbox;
beforeAll(async () => {
  box = await startCountedOutbox();
});
afterAll(() => box.harness.stop());
afterEach(() => box.harness.control('DELETE', 'faults'));

test('a success is concluded once, at the bank’s own time', async () => {
  const id = await box.freeze();
  const ended = await dispatch(box.system, id);
  expect(ended).toMatchObject({ state: 'succeeded', errorCode: null });
  expect(ended.transactionAt?.getMilliseconds()).toBe(0);
  expect(await dispatch(box.system, id)).toEqual(ended);
  expect(box.outcomesOf(id)).toEqual(['succeeded']);
});

test('a definite refusal fails at once with the bank’s words', async () => {
  const id = await box.freeze('99999999.00');
  const ended = await dispatch(box.system, id);
  expect(ended.state).toBe('failed');
  expect(ended.errorMessage).not.toBe('');
  expect(box.outcomesOf(id)).toEqual(['failed']);
  expect(await box.freezesAtBank([id])).toBe(0);
});

describe('an answer that is lost', () => {
  test.each(['drop-after', 'http-500', 'truncated', 'unsigned', 'wrong-sign'])(
    'after the effect (%s) leaves it in doubt, and asking finds it',
    async (fault) => {
      await box.harness.fault('USER_AUTO_PRE_TRANSACTION', fault);
      const id = await box.freeze();
      expect((await dispatch(box.system, id)).state).toBe('unknown');
      expect(box.outcomesOf(id)).toEqual([]);
      expect((await dispatch(box.system, id)).state).toBe('succeeded');
      expect(box.outcomesOf(id)).toEqual(['succeeded']);
      expect(await box.freezesAtBank([id])).toBe(1);
    },
  );

  test.each(['drop-before', 'refuse'])('before the effect (%s) is sent again under the same number', async (fault) => {
    await box.harness.fault('USER_AUTO_PRE_TRANSACTION', fault);
    const id = await box.freeze();
    const { requestNo } = await box.rowOf(id);
    expect((await dispatch(box.system, id)).state).toBe('unknown');
    expect(await box.freezesAtBank([id])).toBe(0);
    expect(await dispatch(box.system, id)).toMatchObject({ state: 'succeeded', requestNo });
    expect(box.outcomesOf(id)).toEqual(['succeeded']);
    expect(await box.freezesAtBank([id])).toBe(1);
  });

  test('to the question as well leaves it in doubt, for longer each time', async () => {
    await box.harness.fault('USER_AUTO_PRE_TRANSACTION', 'drop-after');
    await box.harness.fault('QUERY_TRANSACTION', 'drop-before', { next: 3 });
    const id = await box.freeze();
    const pauses: number[] = [];
    for (let tries = 0; tries < 4; tries += 1) {
      const row = await dispatch(box.system, id);
      expect(row.state).toBe('unknown');
      pauses.push(row.nextAttemptAt.getTime() - box.system.realNow().getTime());
    }
    expect(pauses).toEqual([...pauses].sort((left, right) => left - right));
    expect((await dispatch(box.system, id)).state).toBe('succeeded');
    expect(box.outcomesOf(id)).toEqual(['succeeded']);
  });
});

test('a project and its change are found out about by the project', async () => {
  await box.harness.fault('ESTABLISH_PROJECT', 'drop-after');
  const no = newRequestNo(box.system).slice(-12);
  const projectId = await box.put(box.projectOrder(no, '5.00'));
  expect((await dispatch(box.system, projectId)).state).toBe('unknown');
  expect((await dispatch(box.system, projectId)).state).toBe('succeeded');
  await box.harness.fault('MODIFY_PROJECT', 'drop-after');
  const change = {
    kind: 'register-project',
    service: 'MODIFY_PROJECT',
    reqData: { projectNo: no, status: 'MISCARRY' },
  } as const;
  const changeId = await box.put(change);
  expect((await dispatch(box.system, changeId)).state).toBe('unknown');
  expect((await dispatch(box.system, changeId)).state).toBe('succeeded');
  const again = await box.put(change);
  expect(await dispatch(box.system, again)).toMatchObject({ state: 'failed', errorCode: '100008' });
});

test('a release is found out about by its own record', async () => {
  const frozen = await box.freeze('50.00');
  await dispatch(box.system, frozen);
  await box.harness.fault('CANCEL_PRE_TRANSACTION', 'drop-after');
  const preTransactionNo = (await box.rowOf(frozen)).requestNo;
  const id = await box.put({
    kind: 'release-bid',
    service: 'CANCEL_PRE_TRANSACTION',
    reqData: { preTransactionNo, amount: '50.00' },
  });
  expect((await dispatch(box.system, id)).state).toBe('unknown');
  expect((await dispatch(box.system, id)).state).toBe('succeeded');
  expect(box.outcomesOf(id)).toEqual(['succeeded']);
});

describe('a trade', () => {
  const trade = async () => {
    const frozen = await box.freeze('200.00');
    await dispatch(box.system, frozen);
    const detail = {
      bizType: 'TENDER',
      freezeRequestNo: (await box.rowOf(frozen)).requestNo,
      amount: '200.00',
      sourcePlatformUserNo: box.investorNo,
      targetPlatformUserNo: box.borrowerNo,
    };
    return box.put({
      kind: 'distribute',
      service: 'ASYNC_TRANSACTION',
      reqData: { tradeType: 'TENDER', projectNo: box.projectNo, details: [detail] },
    });
  };
  const ended = (id: Uuid) =>
    eventually('the trade’s end', async () => {
      const row = await dispatch(box.system, id);
      return row.state === 'succeeded' && row;
    });

  test('is accepted, then concluded once, whoever hears of it first', async () => {
    box.harness.notifies.hold(true);
    const id = await trade();
    expect((await dispatch(box.system, id)).state).toBe('accepted');
    await Promise.all([ended(id), ended(id), ended(id)]);
    expect(box.outcomesOf(id)).toEqual(['succeeded']);
    box.harness.notifies.hold(false);
  });

  test('whose notify comes before the answer to its sending is concluded by the notify', async () => {
    const id = await trade();
    const notified = () => eventually('the notify', () => box.outcomesOf(id).length > 0);
    const late: DomainContext = {
      ...box.system,
      custody: {
        ...box.system.custody,
        send: async (service, reqData) => {
          const answer = await box.system.custody.send(service, reqData);
          if (service === 'ASYNC_TRANSACTION') await notified();
          return answer;
        },
      },
    };
    expect((await dispatch(late, id)).state).toBe('succeeded');
    expect(box.outcomesOf(id)).toEqual(['succeeded']);
  });

  test('whose acceptance was lost is concluded by its notify', async () => {
    await box.harness.fault('ASYNC_TRANSACTION', 'drop-after');
    const id = await trade();
    await dispatch(box.system, id);
    await eventually('the notify', async () => (await box.rowOf(id)).state === 'succeeded');
    expect(box.outcomesOf(id)).toEqual(['succeeded']);
  });

  test('whose acceptance was lost is found by asking', async () => {
    box.harness.notifies.hold(true);
    await box.harness.fault('ASYNC_TRANSACTION', 'drop-after');
    const id = await trade();
    expect((await dispatch(box.system, id)).state).toBe('unknown');
    await ended(id);
    expect(box.outcomesOf(id)).toEqual(['succeeded']);
    box.harness.notifies.hold(false);
  });

  test('that failed at the bank fails here', async () => {
    box.harness.notifies.hold(true);
    const detail = {
      bizType: 'TENDER',
      amount: '1.00',
      sourcePlatformUserNo: box.investorNo,
      targetPlatformUserNo: box.borrowerNo,
    };
    const reqData = { tradeType: 'TENDER', projectNo: box.projectNo, details: [detail] };
    const id = await box.put({ kind: 'distribute', service: 'ASYNC_TRANSACTION', reqData });
    const row = await eventually('the trade’s end', async () => {
      const now = await dispatch(box.system, id);
      return now.state === 'failed' && now;
    });
    expect(row.errorCode).not.toBe('');
    expect(box.outcomesOf(id)).toEqual(['failed']);
    box.harness.notifies.hold(false);
  });
});
