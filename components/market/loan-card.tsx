import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CoverageBadge } from '#components/loan/coverage.tsx';
import { LoanProgress } from '#components/loan/progress.tsx';
import { RaisedOf } from '#components/loan/raised-of.tsx';
import { Grade, Term } from '#components/loan/terms.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import type { CoverageView, MarketLoan } from '#components/trpc/outputs.ts';

type Props = { loan: MarketLoan; level: 2 | 3; coverage: CoverageView | undefined };

/** A loan at a glance: what it pays leads, what it needs follows. The whole card is the link. */
export function LoanCard({ loan, level, coverage }: Props) {
  const Heading = level === 2 ? 'h2' : 'h3';
  const t = useTranslations('loan');
  const kinds = useTranslations('repaymentKind');
  return (
    <article className="relative flex flex-col rounded-lg border border-line bg-surface p-4 transition-shadow hover:shadow-lift sm:p-5">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <Heading className="truncate font-sans text-base font-medium">
            <Link href={`/loans/${loan.loanId}`} className="after:absolute after:inset-0 after:rounded-lg">
              {loan.title}
            </Link>
          </Heading>
          <p className="num text-2xs text-faint">{loan.number}</p>
        </div>
        <div className="flex items-center gap-2">
          <StateBadge kind="loan" state={loan.state} />
          <Grade grade={loan.grade} />
        </div>
      </div>
      <dl className="mt-4 grid grid-cols-3 gap-3">
        <div>
          <dt className="text-2xs text-faint">{t('rate')}</dt>
          <dd className="text-xl font-medium text-accent">
            <Rate value={loan.ratePpm} />
          </dd>
        </div>
        <div>
          <dt className="text-2xs text-faint">{t('term')}</dt>
          <dd className="num text-base leading-7">
            <Term term={loan.term} unit={loan.termUnit} />
          </dd>
        </div>
        <div className="text-end">
          <dt className="text-2xs text-faint">{t('remaining')}</dt>
          <dd className="text-base leading-7">
            <Amount value={loan.remaining} symbol compact />
          </dd>
        </div>
      </dl>
      <LoanProgress className="mt-4" amount={loan.amount} reserved={loan.reserved} investorCount={loan.investorCount} />
      <RaisedOf loan={loan} className="mt-1 text-xs text-soft" />
      <p className="mt-3 flex justify-between gap-3 border-t border-line pt-3 text-xs text-soft">
        <span className="flex flex-wrap items-center gap-2">
          {kinds(loan.repaymentKind)}
          <CoverageBadge coverage={coverage} />
        </span>
        <span>
          <Amount value={loan.amount} symbol compact />
        </span>
      </p>
    </article>
  );
}
