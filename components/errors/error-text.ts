import { useTranslations } from 'next-intl';
import { moneyText } from '#components/money/amount.tsx';
import { ERROR_CODES, type ErrorCode, type ErrorDetails } from '#server/primitives/errors.ts';
import { fen } from '#server/primitives/money.ts';
import { formatRate, ratePpm } from '#server/primitives/rate.ts';

const isErrorCode = (text: string): text is ErrorCode => ERROR_CODES.some((code) => code === text);

/** A sentence needs its values even when the refusal came without them. */
const UNSAID = {
  minimum: '—',
  step: '—',
  remaining: '—',
  available: '—',
  cap: '—',
  left: '—',
  limit: '—',
  exposure: '—',
  least: '—',
  total: '—',
  owed: '—',
  oldest: '—',
  daysLate: '—',
  afterDays: '—',
  withdrawable: '—',
};

type Values = Record<string, string | number>;

/** `minimumFen: "10000"` becomes minimum "100.00", `ratePpm: 85000` becomes rate "8.50". */
export function sentenceValues(details: ErrorDetails): Values {
  const values: Values = { ...UNSAID };
  for (const [name, value] of Object.entries(details)) {
    if (typeof value === 'string' && name.endsWith('Fen') && /^-?\d+$/.test(value))
      values[name.slice(0, -3)] = moneyText(fen(BigInt(value)));
    else if (typeof value === 'number' && name.endsWith('Ppm')) values[name.slice(0, -3)] = formatRate(ratePpm(value));
    else if (typeof value === 'string' || typeof value === 'number') values[name] = value;
  }
  return values;
}

/** The sentence for a refusal's code in the reader's language. */
export function useErrorText(): (code: string, details?: ErrorDetails) => string {
  const t = useTranslations('errors');
  return (code, details = {}) => t(isErrorCode(code) ? code : 'UNKNOWN', sentenceValues(details));
}
