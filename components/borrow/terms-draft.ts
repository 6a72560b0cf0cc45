import { useTranslations } from 'next-intl';
import type { ProductView } from '#components/trpc/outputs.ts';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import { formatRate, type RatePpm } from '#server/primitives/rate.ts';

/** What the borrower has typed so far. */
export type TermsDraft = { productId: string; term: string; rate: string; title: string; purpose: string };
export type TermsProblems = { term?: string; rate?: string; title?: string; purpose?: string };

/** The draft as numbers where they can be read. */
export function readTerms(draft: TermsDraft): { term: number | undefined; ratePpm: RatePpm | undefined } {
  return { term: /^\d{1,3}$/.test(draft.term) ? +draft.term : undefined, ratePpm: parsePercent(draft.rate) };
}

/** What is wrong with the draft, a sentence for each field. */
export function useTermsProblems(product: ProductView, draft: TermsDraft): TermsProblems {
  const t = useTranslations('apply');
  const { term, ratePpm } = readTerms(draft);
  const termFits = term !== undefined && term >= product.termMinimum && term <= product.termMaximum;
  const rateFits = ratePpm !== undefined && ratePpm >= product.rateMinimumPpm && ratePpm <= product.rateMaximumPpm;
  const range = (from: string, to: string) => t('outside', { from, to });
  return {
    term: termFits ? undefined : range(String(product.termMinimum), String(product.termMaximum)),
    rate: rateFits ? undefined : range(formatRate(product.rateMinimumPpm), formatRate(product.rateMaximumPpm)),
    title: draft.title.trim() === '' ? t('titleMissing') : undefined,
    purpose: draft.purpose.trim() === '' ? t('purposeMissing') : undefined,
  };
}
