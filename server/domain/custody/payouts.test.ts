import { expect, test } from 'vitest';
import { instantAt, plainDate } from '#server/primitives/calendar.ts';
import { questionFor } from './questions.ts';
import { verdictOfResult } from './verdict.ts';

const STATIONS = ['CONFIRMING', 'ACCEPT', 'REMITING', 'SUCCESS', 'FAIL', 'ACCEPT_FAIL'];
const asked = { platformUserNo: 'INV-1', amount: '100.00', commission: '1.00', requestNo: 'W-1' };
const told = (station: string) => ({
  status: 'SUCCESS',
  withdrawStatus: station,
  amount: '100',
  commission: '1',
  createTime: '20260331120001',
});
const created = instantAt(plainDate('2026-03-31'), '12:00:01');

test.each(STATIONS)('a payout at %s has been taken in, at the time of its making', (station) => {
  const record = told(station);
  expect(verdictOfResult('WITHDRAW', record, asked)).toEqual({ kind: 'succeeded', at: created, record });
  const inQuery = { ...record, status: station };
  const { read } = questionFor('WITHDRAW');
  expect(read({ records: [inQuery] }, asked, false)).toEqual({ kind: 'succeeded', at: created, record: inQuery });
});

test('a page that was refused or left takes nothing in, and another fee is a contradiction', () => {
  expect(verdictOfResult('WITHDRAW', { status: 'INIT', errorCode: '100016' }, asked).kind).toBe('untouched');
  expect(verdictOfResult('WITHDRAW', { ...told('ACCEPT'), commission: '2' }, asked).kind).toBe('contradiction');
  expect(questionFor('WITHDRAW').read({ records: [] }, asked, false).kind).toBe('absent');
});

test('whether a payout was let go or given up is told by where it stands', () => {
  const read = (service: string, status: string) =>
    questionFor(service).read({ records: [{ status }] }, { preTransactionNo: 'W-1' }, false).kind;
  const kinds = (service: string) => Object.fromEntries(STATIONS.map((station) => [station, read(service, station)]));
  const done = 'succeeded';
  const common = { CONFIRMING: 'absent' };
  expect(kinds('CONFIRM_WITHDRAW')).toEqual({
    ...common,
    ...{ ACCEPT: done, REMITING: done, SUCCESS: done, FAIL: done, ACCEPT_FAIL: 'failed' },
  });
  expect(kinds('CANCEL_WITHDRAW')).toEqual({
    ...common,
    ...{ ACCEPT: 'failed', REMITING: 'failed', SUCCESS: 'failed', FAIL: 'failed', ACCEPT_FAIL: done },
  });
});
