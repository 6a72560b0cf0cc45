import { expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import { fileNameOf, readLine } from './checkfile.ts';

test('a recharge is read by its columns, and its card number shortened', () => {
  const line =
    '20260331101500,5000001104,YEEPAY,R1,O1,RECHARGE,100.05,CNY,M1,INV-1,6222020500002230,ICBK,WEB,100.05,,P1';
  expect(readLine('RECHARGE', line, 7)).toEqual({
    file: 'RECHARGE',
    rowNumber: 7,
    matchKey: 'R1',
    requestNo: 'R1',
    bizType: 'RECHARGE',
    amount: '10005',
    interest: null,
    sourceUserNo: null,
    targetUserNo: 'INV-1',
    projectNo: null,
    occurredAt: '2026-03-31 10:15:00+08',
    raw: line.replace('6222020500002230', '*2230'),
  });
});

const TRADE = '20260331235959,5000001104,T1,O9,REPAYMENT,88.00,8.00,CNY,M1,BOR-1,M2,INV-1,L2026000001,,,,T1-7';

test('a line of a trade is found by our own line id', () => {
  expect(readLine('TRANSACTION', TRADE, 1)).toMatchObject({
    matchKey: 'T1-7',
    requestNo: 'T1',
    amount: '8800',
    interest: '800',
    sourceUserNo: 'BOR-1',
    targetUserNo: 'INV-1',
    projectNo: 'L2026000001',
  });
});

test('a line without a key matches nothing, and the bank’s own transfer its number', () => {
  const keyless = TRADE.replace(/T1-7$/, '');
  expect(readLine('TRANSACTION', keyless, 3).matchKey).toBe('TRANSACTION line 3');
  expect(readLine('TRANSACTION', keyless.replace('REPAYMENT', 'FUNDS_TRANSFER'), 3).matchKey).toBe('T1');
});

test.each([
  ['88.00', '5', '500'],
  ['88.00', '0.1', '10'],
  ['88.00', '-3.00', '-300'],
  ['88.00', '0.07', '007'],
])('an amount is read exactly in whatever form it comes: %s as %s', (was, text, fen) => {
  expect(BigInt(readLine('TRANSACTION', TRADE.replace(was, text), 1).amount)).toBe(BigInt(fen));
});

test.each([
  ['', '1 columns instead of 17'],
  [TRADE.slice(0, 60), /\d columns instead of 17/],
  [TRADE.replace('88.00', '1.005'), 'not an amount: 1.005'],
  [TRADE.replace('88.00', ''), 'not an amount'],
  [TRADE.replace('8.00,CNY', 'x,CNY'), 'not an amount: x'],
  [TRADE.replace('20260331235959', '20260331245959'), 'not a timestamp'],
  [TRADE.replace('20260331235959', '20260231235959'), 'Invalid day'],
  [TRADE.replace('20260331235959', ''), 'not a timestamp'],
])('a broken line is refused: %s', (line, reason) => {
  expect(() => readLine('TRANSACTION', line, 1)).toThrow(reason);
});

test('a file has its date, platform and type for a name', () => {
  expect(fileNameOf(plainDate('2026-03-31'), '5000001104', 'RECHARGE')).toBe('20260331_5000001104_RECHARGE.txt');
});
