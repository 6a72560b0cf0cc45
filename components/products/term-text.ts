import { useTranslations } from 'next-intl';
import { moneyText } from '#components/money/amount.tsx';
import type { ProductVersion } from '#components/trpc/outputs.ts';
import { formatRate, ratePpm } from '#server/primitives/rate.ts';

export type Terms = ProductVersion['product'];

/** How the terms of a version are shown and typed: amounts, rates, whole numbers, one of a few words, yes or no. */
export const AMOUNTS = ['amountMinimum', 'amountMaximum', 'minimumBid', 'bidStep'] as const;
export const AMOUNTS_OR_NONE = ['secondReviewAbove', 'perInvestorCap'] as const;
export const RATES = [
  'rateMinimumPpm',
  'rateMaximumPpm',
  'originationFeePpm',
  'reservePpm',
  'serviceFeePpm',
  'prepaymentFeePpm',
  'prepaymentFeeInvestorPpm',
  'minimumRaisePpm',
  'penaltyPpmPerDay',
] as const;
export const COUNTS = [
  'termMinimum',
  'termMaximum',
  'listingDays',
  'listingDaysMaximum',
  'graceDays',
  'compensateAfterDays',
] as const;
export const CHOICES = {
  repaymentKind: ['equal-instalment', 'equal-principal', 'interest-first', 'bullet'],
  termUnit: ['month', 'day'],
  dayCount: ['30/360', 'ACT/365', 'ACT/360'],
  instalmentRounding: ['half-even', 'up'],
  holidayShift: ['none', 'following'],
  settlement: ['automatic', 'officer'],
  prepayment: ['none', 'full', 'partial'],
  compensator: ['none', 'guarantor', 'guarantor-through-borrower', 'reserve'],
} as const;
export type ChoiceName = keyof typeof CHOICES;
export const CHOICE_NAMES = Object.keys(CHOICES) as ChoiceName[];

/** The terms in the order in which a product is read. */
export const TERM_NAMES = [
  'borrowerKinds',
  'collateralKinds',
  'amountMinimum',
  'amountMaximum',
  'secondReviewAbove',
  'repaymentKind',
  'termUnit',
  'termMinimum',
  'termMaximum',
  'dayCount',
  'instalmentRounding',
  'holidayShift',
  'rateMinimumPpm',
  'rateMaximumPpm',
  'gradePrices',
  'originationFeePpm',
  'reservePpm',
  'serviceFeePpm',
  'prepayment',
  'prepaymentFeePpm',
  'prepaymentFeeInvestorPpm',
  'minimumBid',
  'bidStep',
  'perInvestorCap',
  'perInvestorCapPpm',
  'listingDays',
  'listingDaysMaximum',
  'minimumRaisePpm',
  'settlement',
  'graceDays',
  'penaltyPpmPerDay',
  'partialPayments',
  'allocationOrder',
  'compensator',
  'compensateAfterDays',
] as const satisfies readonly (keyof Terms)[];
export type TermName = (typeof TERM_NAMES)[number];

const isOne = <Name extends string>(names: readonly Name[], name: string): name is Name =>
  names.some((each) => each === name);

/** Whether two versions say the same about a term. */
export const sameTerm = (left: Terms, right: Terms, name: TermName): boolean => {
  const text = (terms: Terms) =>
    JSON.stringify(terms[name], (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return text(left) === text(right);
};

/** A term of a version in words of the reader's language. */
export function useTermText(): (terms: Terms, name: TermName) => string {
  const t = useTranslations('products');
  const kinds = useTranslations('collateralKind');
  const percent = (ppm: number) => `${formatRate(ratePpm(ppm))} %`;
  const word = (name: ChoiceName, terms: Terms) =>
    name === 'dayCount' ? terms.dayCount : t(`word.${terms[name as Exclude<ChoiceName, 'dayCount'>]}`);
  return (terms, name) => {
    if (isOne(CHOICE_NAMES, name)) return word(name, terms);
    if (isOne(AMOUNTS, name)) return `¥${moneyText(terms[name])}`;
    if (isOne(RATES, name)) return percent(terms[name]);
    if (isOne(COUNTS, name)) return String(terms[name]);
    if (isOne(AMOUNTS_OR_NONE, name)) {
      const amount = terms[name];
      return amount === null ? t('word.none') : `¥${moneyText(amount)}`;
    }
    if (name === 'perInvestorCapPpm')
      return terms.perInvestorCapPpm === null ? t('word.none') : percent(terms.perInvestorCapPpm);
    if (name === 'gradePrices')
      return terms.gradePrices === null
        ? t('word.none')
        : Object.entries(terms.gradePrices)
            .map(([grade, price]) => `${grade} ${percent(price)}`)
            .join(', ');
    if (name === 'partialPayments') return terms.partialPayments ? t('word.yes') : t('word.no');
    if (name === 'allocationOrder') return terms.allocationOrder.map((part) => t(`part.${part}`)).join(' → ');
    if (name === 'borrowerKinds') return terms.borrowerKinds.map((kind) => t(`kind.${kind}`)).join(', ');
    return terms.collateralKinds.map((kind) => kinds(kind)).join(', ');
  };
}
