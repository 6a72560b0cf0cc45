import type { Money } from '#server/primitives/money.ts';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];

/** Four digits in capitals: "1050" → 壹仟零伍拾; a gap inside is one 零. */
function groupOf(four: string): string {
  let text = '';
  let gap = false;
  for (const [position, digit] of [...four].entries()) {
    if (digit === '0') {
      gap = text !== '';
      continue;
    }
    text += (gap ? '零' : '') + DIGITS.charAt(+digit) + (PLACES[3 - position] ?? '');
    gap = false;
  }
  return text;
}

function yuanOf(whole: string): string {
  const padded = whole.padStart(Math.ceil(whole.length / 4) * 4, '0');
  const groups = padded.match(/\d{4}/g) ?? [];
  let text = '';
  let gap = false;
  for (const [index, four] of groups.entries()) {
    const words = groupOf(four);
    if (words === '') {
      gap = text !== '';
      continue;
    }
    const bridged = gap || (text !== '' && four.startsWith('0'));
    text += (bridged ? '零' : '') + words + (GROUPS[groups.length - 1 - index] ?? '');
    gap = false;
  }
  return text;
}

/**
 * An amount in the capitals of cheques and contracts (票据法 支付结算办法, annex 1): 1,050.30 → 壹仟零伍拾元叁角整.
 * Not negative, below ten trillion yuan.
 */
export function chineseAmount(amount: Money): string {
  const digits = amount.toString().padStart(3, '0');
  const whole = yuanOf(digits.slice(0, -2).replace(/^0+(?=\d)/, ''));
  const [jiao = '0', cent = '0'] = digits.slice(-2);
  if (whole === '' && jiao === '0' && cent === '0') return '零元整';
  const yuan = whole === '' ? '' : `${whole}元`;
  if (jiao === '0' && cent === '0') return `${yuan}整`;
  if (cent === '0') return `${yuan}${DIGITS.charAt(+jiao)}角整`;
  const tenths = jiao === '0' ? (yuan === '' ? '' : '零') : `${DIGITS.charAt(+jiao)}角`;
  return `${yuan}${tenths}${DIGITS.charAt(+cent)}分`;
}
