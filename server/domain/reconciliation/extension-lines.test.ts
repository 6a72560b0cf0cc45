import { expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import { UnreadableFile } from './checkfile.ts';
import { lineReader } from './extension-lines.ts';

const DATE = plainDate('2026-03-31');
const BALANCE = '日期,平台商编,平台用户编号,账户角色,余额,可用余额,冻结金额,已到账余额,待清算余额';
const SUMMARY = '类别,日期,平台商编,账户角色、支付公司或充值流水号,期初余额,流入,流出,期末余额,应收,实收';

test('columns are found by their headings, and amounts are fen', () => {
  const read = lineReader('BALANCE', BALANCE, DATE);
  expect(read('20260331,5000001104,INV-1,INVESTOR,150.00,100.05,49.95,140.00,10.00')).toEqual({
    fields: ['INV-1', 'INVESTOR', '15000', '10005', '4995', '14000', '1000'],
    misdated: false,
  });
});

test('a line of another day is told', () => {
  const read = lineReader('BALANCE', BALANCE, DATE);
  expect(read('20260330,5000001104,INV-1,,0.00,0.00,0.00,0.00,0.00').misdated).toBe(true);
});

test('a sum of a kind of account has no money due, and what a channel paid no balances', () => {
  const read = lineReader('SUMMARY', SUMMARY, DATE);
  expect(read('CORE,20260331,5000001104,CUSTODY,1.00,2.00,0.50,2.50,,').fields).toEqual([
    ...['CORE', 'CUSTODY', '100', '200', '50', '250', null, null],
  ]);
  expect(read('CHANNEL,20260331,5000001104,FUIOU,,,,,3.00,2.00').fields).toEqual([
    ...['CHANNEL', 'FUIOU', null, null, null, null, '300', '200'],
  ]);
});

test('a file without such a column, or with something else in it, is refused', () => {
  expect(() => lineReader('BALANCE', '日期,平台商编', DATE)).toThrow(UnreadableFile);
  const read = lineReader('BALANCE', BALANCE, DATE);
  expect(() => read('20260331,5000001104,INV-1,INVESTOR,x,x,x,x,x')).toThrow('not an amount');
  expect(() => read('20260331,5000001104,INV-1')).toThrow('3 columns');
  expect(() => read('20260331,5000001104,,INVESTOR,1.00,1.00,0.00,1.00,0.00')).toThrow('empty');
});
