import { expect, test } from 'vitest';
import { fen } from '#server/primitives/money.ts';
import { chineseAmount } from './chinese-amount.ts';

test.each([
  [0n, '零元整'],
  [1n, '壹分'],
  [30n, '叁角整'],
  [105n, '壹元零伍分'],
  [1_000n, '壹拾元整'],
  [105_030n, '壹仟零伍拾元叁角整'],
  [168_032n, '壹仟陆佰捌拾元叁角贰分'],
  [10_700_053n, '壹拾万柒仟元伍角叁分'],
  [1_000_000n, '壹万元整'],
  [1_000_100n, '壹万零壹元整'],
  [10_000_050_000n, '壹亿零伍佰元整'],
  [600_700_800_090n, '陆拾亿零柒佰万捌仟元玖角整'],
  [10_200_300_400n, '壹亿零贰佰万叁仟零肆元整'],
])('%s fen is written %s', (amount, words) => {
  expect(chineseAmount(fen(amount))).toBe(words);
});
