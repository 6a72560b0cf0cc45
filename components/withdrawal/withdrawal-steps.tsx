import { useTranslations } from 'next-intl';
import { Day, Moment } from '#components/time/day.tsx';
import type { WithdrawalView } from '#components/trpc/outputs.ts';
import { cn } from '#components/ui/cn.ts';

type Step = { key: 'asked' | 'held' | 'accepted' | 'remitted' | 'paid'; at: Date | null };

function stepsOf(one: WithdrawalView): Step[] {
  const steps: Step[] = [
    { key: 'asked', at: one.createdAt },
    { key: 'held', at: one.heldAt },
    { key: 'accepted', at: one.acceptedAt },
    { key: 'remitted', at: one.remittedAt },
    { key: 'paid', at: one.state === 'succeeded' ? one.endedAt : null },
  ];
  // An advanced one waits for no day end.
  return one.arrival === 'same-day' ? steps.filter(({ key }) => key !== 'accepted') : steps;
}

/** Where a withdrawal is, station by station as the bank has told, and what comes next. */
export function WithdrawalSteps({ one }: { one: WithdrawalView }) {
  const t = useTranslations('withdraw');
  const steps = stepsOf(one);
  const next = steps.find(({ at }) => at === null);
  const { arrivesOn } = one;
  const expected = arrivesOn ? <> {t.rich('expected', { day: () => <Day value={arrivesOn} /> })}</> : null;
  return (
    <ol className="ms-1.5 border-s border-line">
      {steps.map(({ key, at }) => (
        <li key={key} className="relative ps-5 pb-3 last:pb-0">
          <span
            aria-hidden
            className={cn(
              'absolute -start-[5px] top-1.5 size-2.5 rounded-full border border-line-strong bg-surface',
              at && 'border-good bg-good',
              key === next?.key && 'border-warm bg-warm',
            )}
          />
          <p className={cn('text-sm', !at && key !== next?.key && 'text-faint')}>{t(`step.${key}`)}</p>
          <p className="text-xs text-faint">
            {at ? <Moment value={at} /> : null}
            {!at && key === next?.key
              ? t(`waits.${one.dayState === 'red' && key === 'accepted' ? 'redDay' : key}`)
              : null}
            {!at && key === 'paid' ? expected : null}
          </p>
        </li>
      ))}
    </ol>
  );
}
