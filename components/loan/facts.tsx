import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { Day } from '#components/time/day.tsx';
import type { LoanView } from '#components/trpc/outputs.ts';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

/** Who borrows, for what, and by which rules. */
export function LoanFacts({ loan }: { loan: LoanView }) {
  const t = useTranslations('loan');
  const kinds = useTranslations('repaymentKind');
  return (
    <Panel>
      <PanelHead title={t('facts')} />
      <PanelBody className="space-y-4">
        <p className="max-w-prose text-sm leading-6 whitespace-pre-line">{loan.purpose}</p>
        <div className="grid gap-x-10 md:grid-cols-2">
          <Facts>
            <Fact label={t('borrower')}>{loan.borrower}</Fact>
            <Fact label={t('kind')}>{kinds(loan.repaymentKind)}</Fact>
            <Fact label={t('dayCount')}>{loan.dayCount}</Fact>
            <Fact label={t('minimumBid')}>
              <Amount value={loan.minimumBid} symbol />
            </Fact>
            <Fact label={t('bidStep')}>
              <Amount value={loan.bidStep} symbol />
            </Fact>
          </Facts>
          <Facts className="border-t border-line md:border-t-0">
            <Fact label={t('perInvestorCap')}>
              {loan.perInvestorCap ? <Amount value={loan.perInvestorCap} symbol /> : t('none')}
            </Fact>
            <Fact label={t('serviceFeeRate')}>
              <Rate value={loan.serviceFeePpm} />
            </Fact>
            <Fact label={t('penalty')}>
              <Rate value={loan.penaltyPpmPerDay} /> {t('aDay')}
            </Fact>
            <Fact label={t('graceDays')}>{t('days', { count: loan.graceDays })}</Fact>
            <Fact label={t('valueDate')}>{loan.valueDate ? <Day value={loan.valueDate} /> : t('notYet')}</Fact>
          </Facts>
        </div>
      </PanelBody>
    </Panel>
  );
}
