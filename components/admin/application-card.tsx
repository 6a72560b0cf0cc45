'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Term } from '#components/loan/terms.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { Application } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { toDecimalText } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';

/** The annual percentage rate of the application at a rate. */
function useApr(loan: Application, ratePpm: RatePpm): string {
  const trpc = useTRPC();
  const quote = useQuery({
    ...trpc.quote.schedule.queryOptions({
      amount: toDecimalText(loan.amount),
      ratePpm,
      feePpm: loan.originationFeePpm,
      kind: loan.repaymentKind,
      term: loan.term,
      termUnit: loan.termUnit,
      dayCount: loan.dayCount,
      rounding: loan.instalmentRounding,
    }),
    staleTime: 60_000,
  });
  const apr = quote.data?.aprPercent;
  return !apr ? '—' : `${apr} %`;
}

function ApplicationFacts({ loan, rate }: { loan: Application; rate: RatePpm }) {
  const apr = useApr(loan, rate);
  const submitted = loan.submittedAt ? <Moment value={loan.submittedAt} /> : '—';
  const t = useTranslations('review');
  const kinds = useTranslations('repaymentKind');
  return (
    <div>
      <Facts>
        <Fact label={t('borrower')}>{loan.borrower}</Fact>
        <Fact label={t('amount')}>
          <Amount value={loan.amount} symbol />
        </Fact>
        <Fact label={t('term')}>
          <Term term={loan.term} unit={loan.termUnit} />
        </Fact>
        <Fact label={t('kind')}>{kinds(loan.repaymentKind)}</Fact>
        <Fact label={t('asked')}>
          <Rate value={loan.ratePpm} />
        </Fact>
        <Fact label={t('apr')}>
          <strong className="font-medium">{apr}</strong>
        </Fact>
        <Fact label={t('submittedAt')}>{submitted}</Fact>
      </Facts>
      <p className="mt-3 rounded-md bg-sunk p-3 text-sm whitespace-pre-line">{loan.purpose}</p>
    </div>
  );
}

/** One application: what is asked at the left, what is decided at the right. */
export function ApplicationCard({ loan, mayDecide }: { loan: Application; mayDecide: boolean }) {
  const t = useTranslations('review');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const take = useMutation(trpc.loan.startReview.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }));
  return (
    <Panel className="p-4 sm:p-5">
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-lg">{loan.title}</h2>
        <StateBadge kind="loan" state={loan.state} />
        <span className="num text-xs text-faint">{loan.number}</span>
      </div>
      <div className="grid gap-6 md:grid-cols-2 md:gap-8">
        <ApplicationFacts loan={loan} rate={loan.ratePpm} />
        <div className="space-y-3">
          {loan.state === 'submitted' && mayDecide ? (
            <>
              <p className="text-sm text-soft">{t('takeNote')}</p>
              <Button disabled={take.isPending} onClick={() => take.mutate({ loanId: loan.loanId })}>
                {t('take')}
              </Button>
              <Refused error={take.error} />
            </>
          ) : null}
          {loan.state === 'offered' ? <p className="text-sm text-soft">{t('waits')}</p> : null}
          <ButtonLink look="outline" href={`/admin/loans/${loan.loanId}`}>
            {t('openReview')}
          </ButtonLink>
          {mayDecide ? null : <p className="text-sm text-faint">{t('officersOnly')}</p>}
        </div>
      </div>
    </Panel>
  );
}
