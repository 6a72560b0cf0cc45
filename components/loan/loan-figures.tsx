'use client';

import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { Countdown } from '#components/time/countdown.tsx';
import { Figure } from '#components/ui/figure.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { LoanProgress } from './progress.tsx';
import { RaisedOf } from './raised-of.tsx';
import { Term } from './terms.tsx';
import { useLoan } from './use-loan.ts';

/** What it pays, for how long, and how much of it is still to be had: live. */
export function LoanFigures({ loanId }: { loanId: string }) {
  const t = useTranslations('loan');
  const loan = useLoan(loanId);
  const bidding = loan.state === 'open' || loan.state === 'scheduled';
  return (
    <Panel className="p-4 sm:p-5">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-4">
        <Figure label={t('rate')} size="lg" className="text-accent">
          <Rate value={loan.ratePpm} />
        </Figure>
        <Figure label={t('term')} size="lg">
          <Term term={loan.term} unit={loan.termUnit} />
        </Figure>
        <Figure label={t('amount')} size="lg">
          <Amount value={loan.amount} symbol compact />
        </Figure>
        <Figure label={t('remaining')} size="lg">
          <Amount value={loan.remaining} symbol compact />
        </Figure>
      </dl>
      <LoanProgress className="mt-5" amount={loan.amount} reserved={loan.reserved} investorCount={loan.investorCount} />
      <RaisedOf loan={loan} className="mt-3 text-sm text-soft" />
      {bidding && loan.deadlineAt ? (
        <p className="mt-3 flex justify-between border-t border-line pt-3 text-sm text-soft">
          <span>{t('closesIn')}</span>
          <Countdown key={loan.now.getTime()} now={loan.now} until={loan.deadlineAt} />
        </p>
      ) : null}
    </Panel>
  );
}
