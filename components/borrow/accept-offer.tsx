'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import type { BorrowedLoan } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { shareOf } from '#server/primitives/rate.ts';
import { OfferedTerms } from './offered-terms.tsx';

/** The officer's offer with its terms; accepting it lists the loan. */
export function AcceptOffer({ loan }: { loan: BorrowedLoan }) {
  const t = useTranslations('offer');
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const accept = useMutation(
    trpc.loan.acceptOffer.mutationOptions({
      onSettled: async () => {
        await queryClient.invalidateQueries();
        router.refresh();
      },
    }),
  );
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
      <Button disabled={accept.isPending} onClick={() => accept.mutate({ loanId: loan.loanId })}>
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
