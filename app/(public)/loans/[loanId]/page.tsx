import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { BidBar } from '#components/bidding/bid-bar.tsx';
import { BidBox, type Bidder } from '#components/bidding/bid-box.tsx';
import { BidList } from '#components/bidding/bid-list.tsx';
import { LoanCoverage } from '#components/loan/coverage.tsx';
import { LoanFacts } from '#components/loan/facts.tsx';
import { LoanFigures } from '#components/loan/loan-figures.tsx';
import { MySchedule } from '#components/loan/my-schedule.tsx';
import { StakeProvider } from '#components/loan/stake.tsx';
import { Grade } from '#components/loan/terms.tsx';
import { LoanTimeline } from '#components/loan/timeline.tsx';
import { ScoreSummary } from '#components/score/score-summary.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import type { Viewer } from '#server/auth/viewer.ts';
import { fen, lesser, toDecimalText } from '#server/primitives/money.ts';
import { findLoan, prefetched, trpc, viewer } from '#server/rsc.ts';

type Props = { params: Promise<{ loanId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const loan = await findLoan((await params).loanId);
  return { title: loan?.title };
}

const bidderOf = (someone: Viewer | null): Bidder =>
  someone === null ? 'nobody' : someone.roles.includes('investor') ? 'investor' : 'other';

const FIRST_STAKE = fen(1_000_000n);

export default async function LoanPage({ params }: Props) {
  const { loanId } = await params;
  const [t, loan, someone] = await Promise.all([getTranslations('loan'), findLoan(loanId), viewer()]);
  if (!loan) notFound();
  const bidder = bidderOf(someone);
  const stake = lesser(FIRST_STAKE, loan.state === 'open' && loan.remaining > 0n ? loan.remaining : loan.amount);
  const state = await prefetched(
    trpc.loan.page.queryOptions({ loanId }),
    trpc.score.summary.queryOptions({ loanId }),
    trpc.quote.share.queryOptions({ loanId, stake: toDecimalText(stake) }),
    trpc.bidding.ofLoan.queryOptions({ loanId, limit: 50 }),
    trpc.recourse.coverage.queryOptions({ loanIds: [loanId] }),
    ...(bidder === 'investor'
      ? [trpc.cash.overview.queryOptions({ as: 'investor' }), trpc.bidding.mine.queryOptions({ loanId })]
      : []),
  );
  return (
    <div className="page py-6 sm:py-10">
      <Link href="/loans" className="text-sm text-accent underline-offset-4 hover:underline">
        {t('back')}
      </Link>
      <div className="mt-3 mb-6 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-2xl sm:text-3xl">{loan.title}</h1>
        <Grade grade={loan.grade} />
        <StateBadge kind="loan" state={loan.state} />
        <span className="num text-xs text-faint">{loan.number}</span>
      </div>
      <Hydrate state={state}>
        <StakeProvider initial={stake}>
          <div className="grid items-start gap-6 lg:grid-cols-[1fr_22rem]">
            <LoanFigures loanId={loanId} />
            <aside className="lg:sticky lg:top-20 lg:col-start-2 lg:row-span-2 lg:row-start-1">
              <BidBox loanId={loanId} bidder={bidder} />
            </aside>
            <div className="min-w-0 space-y-6">
              <MySchedule loanId={loanId} />
              <LoanFacts loan={loan} />
              <LoanCoverage loanId={loanId} />
              <ScoreSummary loanId={loanId} />
              <BidList loanId={loanId} live={loan.state === 'open'} />
              <LoanTimeline loan={loan} />
              <Link
                href={`/loans/${loanId}/proof`}
                className="inline-flex min-h-6 items-center text-sm text-accent underline underline-offset-4"
              >
                {t('proof')}
              </Link>
            </div>
          </div>
        </StakeProvider>
      </Hydrate>
      {loan.state === 'open' && bidder === 'investor' ? <BidBar label={t('bidBar')} /> : null}
    </div>
  );
}
