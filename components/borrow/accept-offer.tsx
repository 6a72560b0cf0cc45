'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Moment } from '#components/time/day.tsx';
import type { BorrowedLoan } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { shareOf } from '#server/primitives/rate.ts';
import { OfferedTerms } from './offered-terms.tsx';
import { AT_ONCE, readOpening } from './opening.ts';
import { OpeningField } from './opening-field.tsx';

/** The officer's offer with its terms; accepting it lists the loan, at once or at an hour of the borrower's choice. */
export function AcceptOffer({ loan }: { loan: BorrowedLoan }) {
  const t = useTranslations('offer');
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { data: status } = useQuery(trpc.platform.status.queryOptions());
  const [opening, setOpening] = useState(AT_ONCE);
  const [tried, setTried] = useState(false);
  const accept = useMutation(
    trpc.loan.acceptOffer.mutationOptions({
      onSettled: async () => {
        await queryClient.invalidateQueries();
        router.refresh();
      },
    }),
  );
  function send(): void {
    setTried(true);
    const opensAt = status ? readOpening(opening, status.now) : null;
    if (opensAt !== undefined) accept.mutate({ loanId: loan.loanId, opensAt: opensAt ?? undefined });
  }
  const missing = refusalOf(accept.error)?.code === 'AUTHORISATION_MISSING';
  return (
    <div className="space-y-3 rounded-md border border-warm/60 bg-warm-wash/50 p-4">
      <p className="text-sm font-medium">{t('title')}</p>
      <OfferedTerms loan={loan} />
      <Facts>
        <Fact label={t('grade')}>{loan.grade ?? '—'}</Fact>
        <Fact label={t('fee')}>
          <Amount value={shareOf(loan.amount, loan.originationFeePpm)} symbol />
        </Fact>
        {loan.decisionReason ? <Fact label={t('words')}>{loan.decisionReason}</Fact> : null}
      </Facts>
      {loan.opensAt ? (
        <p className="text-sm">
          {t.rich('opensAtSet', { at: () => (loan.opensAt ? <Moment value={loan.opensAt} /> : null) })}
        </p>
      ) : status ? (
        <OpeningField opening={opening} now={status.now} isWrong={tried} onChange={setOpening} />
      ) : null}
      <Button disabled={accept.isPending} onClick={send}>
        {accept.isPending ? t('accepting') : t('accept')}
      </Button>
      <p className="text-xs text-faint">{t('note')}</p>
      <Refused
        error={accept.error}
        actions={
          missing ? (
            <ButtonLink size="sm" href="/borrow/account">
              {t('authorise')}
            </ButtonLink>
          ) : undefined
        }
      />
    </div>
  );
}
