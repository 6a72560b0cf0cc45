import { expect, test } from 'vitest';
import { plainDate } from '#server/primitives/calendar.ts';
import { CHECK_FILES, parseCheckFile, parseCheckFiles, UnreadableFile } from './checkfile.ts';

const DATE = plainDate('2026-03-31');
const named = (contents: Partial<Record<string, string>>): Map<string, string> =>
  new Map(CHECK_FILES.map((type) => [`20260331_5000001104_${type}.txt`, contents[type] ?? '表头\n']));

test('a recharge is read by its columns, and its card number shortened', () => {
  const line =
    '20260331101500,5000001104,YEEPAY,R1,O1,RECHARGE,100.05,CNY,M1,INV-1,6222020500002230,ICBK,WEB,100.05,,P1';
  expect(parseCheckFile('RECHARGE', `表头\n${line}\n`)).toEqual([
    {
      file: 'RECHARGE',
      rowNumber: 1,
      matchKey: 'R1',
      requestNo: 'R1',
      bizType: 'RECHARGE',
      amount: 10_005n,
      interest: null,
      sourceUserNo: null,
      targetUserNo: 'INV-1',
      projectNo: null,
      occurredAt: new Date('2026-03-31T02:15:00Z'),
      raw: line.replace('6222020500002230', '*2230'),
    },
  ]);
});

test('a line of a trade is found by our own line id', () => {
  const line = '20260331235959,5000001104,T1,O9,REPAYMENT,88.00,8.00,CNY,M1,BOR-1,M2,INV-1,L2026000001,,,,T1-7';
  const [row] = parseCheckFile('TRANSACTION', `表头\n${line}\n`);
  expect(row).toMatchObject({
    matchKey: 'T1-7',
    requestNo: 'T1',
    amount: 8_800n,
    interest: 800n,
    projectNo: 'L2026000001',
  });
  expect([row?.sourceUserNo, row?.targetUserNo]).toEqual(['BOR-1', 'INV-1']);
});

test('a day without business has five headers and no lines', () => {
  expect(parseCheckFiles(named({}), DATE, '5000001104')).toEqual([]);
});

test('a missing file and a broken line are told by name and number', () => {
  const files = named({});
  files.delete('20260331_5000001104_WITHDRAW.txt');
  expect(() => parseCheckFiles(files, DATE, '5000001104')).toThrow(UnreadableFile);
  expect(() => parseCheckFile('COMMISSION', '表头\n20260331101500,5000001104,O1\n')).toThrow(/COMMISSION line 2/);
  const amount = '20260331101500,5000001104,O1,COMMISSION,A,B,1.005,CNY,L1,,R1';
  expect(() => parseCheckFile('COMMISSION', `表头\n${amount}\n`)).toThrow(/line 2: not an amount/);
  expect(() => parseCheckFile('RECHARGE', '')).toThrow(/no header/);
});
