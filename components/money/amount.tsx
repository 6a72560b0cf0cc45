import { useLocale } from 'next-intl';
import { divideHalfEven } from '#server/primitives/division.ts';
import { fen, formatMoney, type Money } from '#server/primitives/money.ts';
import { chineseAmount } from './chinese-amount.ts';
import { englishAmount } from './english-amount.ts';

/** Here, and in money-input.tsx, money becomes text; nowhere else. */
export const moneyText = (amount: Money): string => formatMoney(amount);

const SCALES = {
  'zh-CN': [
    [10_000_000_000n, ' 亿'],
    [1_000_000n, ' 万'],
  ],
  en: [
    [100_000_000_000n, ' bn'],
    [100_000_000n, ' m'],
  ],
} as const;

/** 1,234,500.00 → "123.45 万" or "1.23 m": for tiles, where the exact amount is one click away. */
function compactText(amount: Money, locale: keyof typeof SCALES): string {
  const size = amount < 0n ? -amount : amount;
  const scale = SCALES[locale].find(([unit]) => size >= unit);
  if (!scale) return formatMoney(amount);
  const [unit, word] = scale;
  return formatMoney(fen(divideHalfEven(amount * 100n, unit))) + word;
}

type AmountProps = {
  value: Money;
  /** With ¥ before it; in tables the unit stands in the header instead. */
  symbol?: boolean;
  /** "+" before what comes in. */
  signed?: boolean;
  compact?: boolean;
};

export function Amount({ value, symbol, signed, compact }: AmountProps) {
  const locale = useLocale();
  const text = compact ? compactText(value, locale) : formatMoney(value);
  const sign = signed && value > 0n ? '+' : '';
  return (
    <span className="num whitespace-nowrap" title={compact ? formatMoney(value) : undefined}>
      {sign}
      {symbol ? '¥' : ''}
      {text}
    </span>
  );
}

/** The amount in words, as it stands on cheques and contracts: 大写 in Chinese, words in English. */
export function AmountInWords({ value }: { value: Money }) {
  const locale = useLocale();
  return <span>{locale === 'zh-CN' ? chineseAmount(value) : englishAmount(value)}</span>;
}
