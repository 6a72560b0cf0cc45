import type { Money } from '#server/primitives/money.ts';

const SMALL = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
  'eighteen nineteen'
).split(' ');
const TENS = '  twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const GROUPS = ['', ' thousand', ' million', ' billion', ' trillion'];

function below100(value: number): string {
  if (value < 20) return SMALL[value] ?? '';
  const unit = value % 10;
  return `${TENS[(value - unit) / 10]}${unit === 0 ? '' : `-${SMALL[unit]}`}`;
}

function below1000(value: number): string {
  const rest = value % 100;
  const hundreds = (value - rest) / 100;
  if (hundreds === 0) return below100(rest);
  return `${SMALL[hundreds]} hundred${rest === 0 ? '' : ` and ${below100(rest)}`}`;
}

/** An amount in English words, as contracts have it: 1,050.30 → "one thousand fifty yuan and thirty fen". Not negative. */
export function englishAmount(amount: Money): string {
  const digits = amount.toString().padStart(3, '0');
  const whole = digits.slice(0, -2);
  const cents = +digits.slice(-2);
  const groups = whole.padStart(Math.ceil(whole.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const words = groups
    .map((three, index) => (+three === 0 ? '' : below1000(+three) + (GROUPS[groups.length - 1 - index] ?? '')))
    .filter((part) => part !== '');
  const yuan = words.length === 0 ? '' : `${words.join(' ')} yuan`;
  if (cents === 0) return yuan || 'zero yuan';
  return yuan === '' ? `${below100(cents)} fen` : `${yuan} and ${below100(cents)} fen`;
}
