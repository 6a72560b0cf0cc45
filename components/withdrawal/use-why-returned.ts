import { useTranslations } from 'next-intl';
import type { WithdrawalView } from '#components/trpc/outputs.ts';

type Told = Pick<WithdrawalView, 'state' | 'errorCode' | 'errorMessage'>;

/** Why a withdrawal came to nothing, in a sentence: ours where we know it, else the bank's own words. */
export function useWhyReturned(): (one: Told) => string | null {
  const t = useTranslations('withdraw.because');
  return ({ state, errorCode, errorMessage }) => {
    if (errorCode === 'INTERCEPT' || errorCode === 'REMITFAIL' || errorCode === 'PAGE_LEFT') return t(errorCode);
    return state === 'returned' || state === 'failed' ? errorMessage : null;
  };
}
