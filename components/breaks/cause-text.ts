import { useTranslations } from 'next-intl';

/** The sentence for a probable cause. One that the pages have no words for is unexplained. */
export function useCauseText(): (cause: string) => string {
  const t = useTranslations('reconciliation.cause');
  return (cause) => {
    const known = cause as Parameters<typeof t>[0];
    return t(t.has(known) ? known : 'unexplained');
  };
}
