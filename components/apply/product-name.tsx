import { useTranslations } from 'next-intl';

const KNOWN = [
  'monthly-instalment',
  'monthly-principal',
  'interest-first',
  'short-bullet',
  'enterprise-guaranteed',
  'enterprise-receivable',
  'consumer-reserve',
] as const;

/** Whether a product is one of the first, whose names are written in both languages. */
export const isFirstProduct = (code: string): boolean => KNOWN.some((each) => each === code);

/** A product's name in the reader's language: ours for the first products, else as its proposer wrote it. */
export function useProductName(): (product: { code: string; name: string }) => string {
  const t = useTranslations('productName');
  return ({ code, name }) => {
    const known = KNOWN.find((each) => each === code);
    return known ? t(known) : name;
  };
}
