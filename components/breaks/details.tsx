import { useTranslations } from 'next-intl';
import type { CorrectionView } from '#components/trpc/outputs.ts';
import { Fact, Facts } from '#components/ui/figure.tsx';

/** Pairs of figures that are shown as before and after. */
const SHOWN = [
  'requestNo',
  'date',
  'file',
  'rowNumber',
  'userNo',
  'loan',
  'amount',
  'rightAmount',
  'rightSource',
  'rightTarget',
  'alteredRows',
  'toSuspense',
  'availableBefore',
  'available',
  'frozenBefore',
  'frozen',
  'withdrawingBefore',
  'withdrawing',
  'ours',
  'theirs',
] as const;

/** What exactly a correction does: amounts before and after, and whom they concern. */
export function Details({ details }: { details: CorrectionView['details'] }) {
  const t = useTranslations('breaks.detail');
  const given = SHOWN.filter((key) => details[key] !== undefined && details[key] !== null);
  if (given.length === 0) return null;
  return (
    <Facts>
      {given.map((key) => (
        <Fact key={key} label={t(key)}>
          <span className="break-all">{details[key]}</span>
        </Fact>
      ))}
    </Facts>
  );
}
