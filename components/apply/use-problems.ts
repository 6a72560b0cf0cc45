import { useTranslations } from 'next-intl';
import { useErrorText } from '#components/errors/error-text.ts';
import { moneyText } from '#components/money/amount.tsx';
import type { ProductView } from '#components/trpc/outputs.ts';
import { amountErrorOf } from '#server/primitives/amount-errors.ts';
import { parseMoney } from '#server/primitives/money.ts';
import { formatRate } from '#server/primitives/rate.ts';
import { type FieldName, type Fields, isThing, needsGuarantor, readNumbers, type Step } from './answers.ts';

export type Problems = Readonly<Partial<Record<FieldName, string>>>;

/** Which fields stand on which page. */
export const FIELDS_OF: Readonly<Record<Step, readonly FieldName[]>> = {
  terms: ['productId', 'amount', 'term', 'rate'],
  purpose: ['title', 'purpose'],
  means: ['region', 'income', 'debt'],
  security: ['collateralKind', 'collateral', 'guarantorId'],
  documents: [],
  check: [],
};

/** What is wrong with the answers, a sentence for each field. */
export function useProblems(product: ProductView, fields: Fields): Problems {
  const t = useTranslations('apply');
  const sentence = useErrorText();
  const { amount, term, ratePpm, income, debt } = readNumbers(fields);
  const range = (from: string, to: string) => t('outside', { from, to });
  const missing = (name: 'title' | 'purpose' | 'region' | 'collateral') =>
    fields[name].trim() === '' ? t(`missing.${name}`) : undefined;
  const parsed = parseMoney(fields.amount);
  const amountFits = amount !== undefined && amount >= product.amountMinimum && amount <= product.amountMaximum;
  const termFits = term !== undefined && term >= product.termMinimum && term <= product.termMaximum;
  const rateFits = ratePpm !== undefined && ratePpm >= product.rateMinimumPpm && ratePpm <= product.rateMaximumPpm;
  const amountRange = range(moneyText(product.amountMinimum), moneyText(product.amountMaximum));
  return {
    amount: parsed.ok ? (amountFits ? undefined : amountRange) : sentence(amountErrorOf(parsed.problem)),
    term: termFits ? undefined : range(String(product.termMinimum), String(product.termMaximum)),
    rate: rateFits ? undefined : range(formatRate(product.rateMinimumPpm), formatRate(product.rateMaximumPpm)),
    title: missing('title'),
    purpose: missing('purpose'),
    region: missing('region'),
    income: income === undefined ? t('missing.income') : undefined,
    debt: debt === undefined ? t('missing.debt') : undefined,
    collateral: isThing(fields.collateralKind) ? missing('collateral') : undefined,
    guarantorId: needsGuarantor(product) && fields.guarantorId === '' ? t('missing.guarantor') : undefined,
  };
}
