import { useTranslations } from 'next-intl';

const STEPS = [
  'evening-collection',
  'roll',
  'check-files',
  'line-by-line',
  'close',
  'openings',
  'overdue',
  'penalty',
  'collection',
  'compensation',
  'expiry',
  'balances',
  'totals',
  'in-and-out',
  'summary-and-detail',
  'money-and-information',
  'propose',
  'result',
  'our-files',
  'payouts',
  'confirm-files',
  'certificate',
] as const;

/** The name of a step of the day end in the reader's language; of one nobody has named, its key. */
export function useStepName(): (step: string) => string {
  const t = useTranslations('dayEnd');
  return (step) => {
    const known = STEPS.find((name) => name === step);
    return known ? t(`step.${known}`) : step;
  };
}
