import { useTranslations } from 'next-intl';
import { ScheduleChart } from '#components/loan/schedule-chart.tsx';
import { type ScheduleLine, ScheduleTable } from '#components/loan/schedule-table.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Day } from '#components/time/day.tsx';
import { Figure } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { type Money, plus } from '#server/primitives/money.ts';

export type PlanView = {
  rows: ScheduleLine[];
  interest: Money;
  fee: Money;
  paidOut: Money;
  cost: Money;
  aprPercent: string | null;
  lastDueOn: PlainDate;
};

/** The answer: the rate with everything in it first, then what is paid when. */
export function Plan({ plan, kind }: { plan: PlanView; kind: string }) {
  const t = useTranslations('calculator');
  const schedule = useTranslations('schedule');
  const first = plan.rows[0];
  return (
    <div className="space-y-6">
      <Panel>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-5 p-4 sm:grid-cols-3 sm:p-5">
          <Figure
            label={t('apr')}
            unit={plan.aprPercent ? '%' : undefined}
            size="xl"
            className="col-span-2 sm:col-span-1"
          >
            {plan.aprPercent ?? '—'}
          </Figure>
          <Figure label={kind === 'bullet' ? t('atEnd') : t('firstInstalment')}>
            {first ? <Amount value={first.instalment} symbol /> : '—'}
          </Figure>
          <Figure label={t('lastDue')} size="lg">
            <Day value={plan.lastDueOn} />
          </Figure>
          <Figure label={t('interest')} size="md">
            <Amount value={plan.interest} symbol />
          </Figure>
          <Figure label={t('feeAmount')} size="md">
            <Amount value={plan.fee} symbol />
          </Figure>
          <Figure label={t('cost')} size="md">
            <Amount value={plan.cost} symbol />
          </Figure>
        </dl>
        <p className="border-t border-line px-4 py-3 text-xs text-soft sm:px-5">
          {t.rich('aprExplained', {
            out: () => <Amount value={plan.paidOut} symbol />,
            back: () => <Amount value={plus(plan.paidOut, plan.cost)} symbol />,
          })}
        </p>
      </Panel>
      <Panel>
        <PanelHead title={t('plan')} note={t('planNote')} />
        {plan.rows.length > 1 ? (
          <PanelBody>
            <ScheduleChart
              rows={plan.rows}
              principalLabel={schedule('principal')}
              interestLabel={schedule('interest')}
            />
          </PanelBody>
        ) : null}
        <ScheduleTable rows={plan.rows} caption={t('plan')} />
      </Panel>
    </div>
  );
}
