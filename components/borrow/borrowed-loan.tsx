import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { LoanProgress } from '#components/loan/progress.tsx';
import { RaisedOf } from '#components/loan/raised-of.tsx';
import { Term } from '#components/loan/terms.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import type { BorrowedLoan } from '#components/trpc/outputs.ts';
import { Figure } from '#components/ui/figure.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { AcceptOffer } from './accept-offer.tsx';
import { ApplicationActions } from './application-actions.tsx';
import { PayButton } from './pay-button.tsx';

const RAISING = ['scheduled', 'open', 'closing', 'full', 'settling'];
const OWING = ['repaying', 'overdue'];
const PAYABLE = ['due', 'overdue', 'compensated'];

type Props = {
  loan: BorrowedLoan;
  /** What is owed is paid further down the page. */
  payBelow?: boolean;
};

function NextPayment({ loan, payBelow }: Props) {
  const t = useTranslations('borrowed');
  const payable = PAYABLE.includes(loan.nextState ?? '');
  return (
    <div className="flex flex-wrap items-end justify-between gap-4 border-t border-line pt-4">
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <Figure label={t('nextAmount')} size="md">
          <Amount value={loan.nextAmount} symbol />
        </Figure>
        <Figure label={t('nextDueOn')} size="md">
          {loan.nextDueOn ? <Day value={loan.nextDueOn as PlainDate} /> : '—'}
        </Figure>
        <Figure label={t('outstanding')} size="md">
          <Amount value={loan.outstandingPrincipal} symbol />
        </Figure>
      </dl>
      {payable && payBelow ? null : payable ? (
        <PayButton loanId={loan.loanId} amount={loan.nextAmount} />
      ) : (
        <p className="text-xs text-faint">{loan.nextState === 'collecting' ? t('collecting') : t('byItself')}</p>
      )}
    </div>
  );
}

/** One loan of the borrower: where it stands, and what is his to do. */
export function BorrowedLoanCard({ loan, payBelow }: Props) {
  const t = useTranslations('borrowed');
  const kinds = useTranslations('repaymentKind');
  return (
    <Panel className="space-y-4 p-4 sm:p-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="text-base font-medium">
            <Link href={`/borrow/loans/${loan.loanId}`} className="text-accent underline-offset-4 hover:underline">
              {loan.title}
            </Link>
          </h3>
          <p className="num text-xs text-faint">
            {loan.number} · <Amount value={loan.amount} symbol /> · <Term term={loan.term} unit={loan.termUnit} /> ·{' '}
            <Rate value={loan.ratePpm} /> · {kinds(loan.repaymentKind)}
          </p>
        </div>
        <StateBadge kind="loan" state={loan.state} />
      </div>
      {loan.state === 'offered' || loan.state === 'approved' ? <AcceptOffer loan={loan} /> : null}
      {loan.state === 'submitted' || loan.state === 'reviewing' ? (
        <p className="text-sm text-soft">{t('inReview')}</p>
      ) : null}
      {(loan.state === 'returned' || loan.state === 'rejected') && loan.decisionReason ? (
        <Notice kind={loan.state === 'rejected' ? 'risk' : 'wait'} title={t(`decided.${loan.state}`)}>
          {loan.decisionReason}
        </Notice>
      ) : null}
      <ApplicationActions loan={loan} />
      {RAISING.includes(loan.state) ? (
        <LoanProgress amount={loan.amount} reserved={loan.reserved} investorCount={loan.investorCount} />
      ) : null}
      {loan.state === 'scheduled' && loan.opensAt ? (
        <p className="text-sm text-soft">
          {t.rich('opensAt', { at: () => (loan.opensAt ? <Moment value={loan.opensAt} /> : null) })}
        </p>
      ) : null}
      <RaisedOf loan={loan} className="text-sm text-soft" />
      {loan.state === 'overdue' ? <Notice kind="risk">{t('late')}</Notice> : null}
      {OWING.includes(loan.state) ? <NextPayment loan={loan} payBelow={payBelow} /> : null}
    </Panel>
  );
}
