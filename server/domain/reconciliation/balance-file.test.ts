import { expect, test } from 'vitest';
import { parseBalanceFile } from './balance-file.ts';
import { UnreadableFile } from './checkfile.ts';

const HEADER = '日期,平台商编,平台用户编号,账户角色,余额,可用余额,冻结金额,已到账余额,待清算余额';

test('columns are found by their headings', () => {
  const line = '20260331,5000001104,INV-1,INVESTOR,150.00,100.05,49.95,150.00,0.00';
  expect(parseBalanceFile(`${HEADER}\n${line}\n`)).toEqual(
    new Map([['INV-1', { available: 10_005n, frozen: 4_995n }]]),
  );
});

test('a file without such a column, or with something else in it, is refused', () => {
  expect(() => parseBalanceFile('日期,平台商编\n')).toThrow(UnreadableFile);
  expect(() => parseBalanceFile(`${HEADER}\n20260331,5000001104,INV-1,INVESTOR,x,x,x,x,x\n`)).toThrow(/line 2/);
});
