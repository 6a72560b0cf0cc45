import type { ScoredTerms } from '#components/score/scored-start.tsx';
import type { ReviewedApplication } from '#components/trpc/outputs.ts';
import { type Money, parseMoney, toDecimalText } from '#server/primitives/money.ts';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import { formatRate, type RatePpm, ratePpm } from '#server/primitives/rate.ts';

export const GRADES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type Grade = (typeof GRADES)[number];
export type Draft = { amount: string; term: string; rate: string; grade: Grade; reason: string };
/** An offer's terms where they can be read. */
export type TermsTyped = { amount: Money | undefined; term: number | undefined; ratePpm: RatePpm | undefined };

/** The grades that the product lends to. */
export const gradesOf = ({ gradePrices }: ReviewedApplication['product']): readonly Grade[] =>
  gradePrices === null ? GRADES : GRADES.filter((grade) => gradePrices[grade] !== undefined);

/** The rate of a grade where the product has prices. */
export function priceOf({ gradePrices }: ReviewedApplication['product'], grade: Grade): RatePpm | undefined {
  const price = gradePrices?.[grade];
  return price === undefined ? undefined : ratePpm(price);
}

/**
 * An offer of what was asked for, at the score's grade and price where there is one. A grade or rate that the product
 * does not allow is left out.
 */
export function startDraft(application: ReviewedApplication, scored: ScoredTerms | undefined): Draft {
  const { amount, term, ratePpm: asked, product } = application;
  const grades = gradesOf(product);
  const wished = scored?.grade ?? 'B';
  const grade = grades.includes(wished) ? wished : (grades[0] ?? 'B');
  const price = scored?.ratePpm ?? asked;
  const fits = price >= product.rateMinimumPpm && price <= product.rateMaximumPpm;
  const rate = priceOf(product, grade) ?? (fits ? price : asked);
  return { amount: toDecimalText(amount), term: String(term), rate: formatRate(rate), grade, reason: '' };
}

export function readDraft(draft: Draft): TermsTyped {
  const amount = parseMoney(draft.amount);
  return {
    amount: amount.ok ? amount.amount : undefined,
    term: /^\d{1,3}$/.test(draft.term) ? +draft.term : undefined,
    ratePpm: parsePercent(draft.rate),
  };
}

export const typedTerms = ({ amount, term, ratePpm: asked }: ReviewedApplication): TermsTyped => ({
  amount,
  term,
  ratePpm: asked,
});

type Product = ReviewedApplication['product'];

/** Which of the terms the product does not allow. */
export function wrongTerms(product: Product, { amount, term, ratePpm: rate }: TermsTyped) {
  return {
    amount: amount === undefined || amount < product.amountMinimum || amount > product.amountMaximum,
    term: term === undefined || term < product.termMinimum || term > product.termMaximum,
    rate: rate === undefined || rate < product.rateMinimumPpm || rate > product.rateMaximumPpm,
  };
}
