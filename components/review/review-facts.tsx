'use client';

import { useTranslations } from 'next-intl';
import { useProductName } from '#components/apply/product-name.tsx';
import { Term } from '#components/loan/terms.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { ReviewedApplication } from '#components/trpc/outputs.ts';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

const orDash = (text: string | null) => text ?? '—';

/** What is asked for, by whom, and what he declares. */
export function ReviewFacts({ application: loan }: { application: ReviewedApplication }) {
  const t = useTranslations('review');
  const apply = useTranslations('apply');
  const kinds = useTranslations('collateralKind');
  const nameOf = useProductName();
  const income = loan.monthlyIncome ?? loan.annualRevenue;
  return (
    <Panel>
      <PanelHead
        title={t('facts')}
        note={<span className="num">{loan.number}</span>}
        actions={<StateBadge kind="loan" state={loan.state} />}
      />
      <PanelBody className="space-y-4">
        <div className="grid gap-x-10 md:grid-cols-2">
          <Facts>
            <Fact label={t('borrower')}>{loan.enterpriseName ?? loan.borrower}</Fact>
            <Fact label={apply('product')}>{nameOf(loan.product)}</Fact>
            <Fact label={t('amount')}>
              <Amount value={loan.requestedAmount ?? loan.amount} symbol />
            </Fact>
            <Fact label={t('term')}>
              <Term term={loan.requestedTerm ?? loan.term} unit={loan.product.termUnit} />
            </Fact>
            <Fact label={t('asked')}>
              <Rate value={loan.requestedRatePpm ?? loan.ratePpm} />
            </Fact>
            <Fact label={t('submittedAt')}>{loan.submittedAt ? <Moment value={loan.submittedAt} /> : '—'}</Fact>
          </Facts>
          <Facts className="border-t border-line md:border-t-0">
            <Fact label={apply('region')}>{orDash(loan.region)}</Fact>
            <Fact label={loan.borrowerKind === 'person' ? apply('income') : apply('turnover')}>
              {income === null ? '—' : <Amount value={income} symbol />}
            </Fact>
            <Fact label={apply('debt')}>
              <Amount value={loan.declaredDebt} symbol />
            </Fact>
            <Fact label={apply('security')}>{kinds(loan.collateralKind)}</Fact>
            <Fact label={apply('collateral')}>{orDash(loan.collateral)}</Fact>
            <Fact label={apply('guarantor')}>{orDash(loan.guarantorName)}</Fact>
          </Facts>
        </div>
        <p className="rounded-md bg-sunk p-3 text-sm whitespace-pre-line">{loan.purpose}</p>
      </PanelBody>
    </Panel>
  );
}
