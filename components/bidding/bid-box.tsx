'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useLoan } from '#components/loan/use-loan.ts';
import type { LoanView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { BidForm } from './bid-form.tsx';
import { BidOutcome } from './bid-outcome.tsx';
import { OwnBids } from './own-bids.tsx';
import { useBid } from './use-bid.ts';
import { isAuthorised, useBidByPassword } from './use-bid-by-password.ts';

export type Bidder = 'nobody' | 'other' | 'investor';

function Instead({ children, href, label }: { children: ReactNode; href?: string; label?: ReactNode }) {
  return (
    <div className="space-y-3 text-sm text-soft">
      <p>{children}</p>
      {href ? (
        <ButtonLink href={href} wide>
          {label}
        </ButtonLink>
      ) : null}
    </div>
  );
}

function InvestorsBox({ loan }: { loan: LoanView }) {
  const t = useTranslations('bid');
  const trpc = useTRPC();
  const account = useQuery(trpc.cash.overview.queryOptions({ as: 'investor' }));
  const bid = useBid(loan.loanId);
  const byPassword = useBidByPassword(loan.loanId);
  if (account.error) return <Refused error={account.error} />;
  if (account.isPending) return <Skeleton className="h-44" />;
  if (bid.phase.name !== 'editing' && bid.phase.name !== 'refused' && bid.amount)
    return <BidOutcome phase={bid.phase} amount={bid.amount} again={bid.again} />;
  if (loan.state !== 'open') return <Instead>{t('notOpen')}</Instead>;
  if (account.data?.state !== 'active')
    return (
      <Instead href="/invest" label={t('openAccount')}>
        {t('needsAccount')}
      </Instead>
    );
  const refusal = bid.phase.name === 'refused' ? bid.phase.refusal : byPassword.refusal;
  return (
    <>
      <BidForm
        loan={loan}
        spendable={account.data.spendable}
        refusal={refusal}
        authorised={(amount) => isAuthorised(account.data?.authorisations ?? [], amount)}
        send={bid.send}
        sendByPassword={byPassword.send}
      />
      {account.data.authorisations.some(({ kind }) => kind === 'TENDER') ? null : (
        <p className="mt-3 text-xs text-soft">
          {t('needsAuthorisation')}{' '}
          <Link href="/invest/account" className="text-accent underline underline-offset-4">
            {t('authorise')}
          </Link>
        </p>
      )}
    </>
  );
}

/** The place to bid, or what has to happen first. */
export function BidBox({ loanId, bidder }: { loanId: string; bidder: Bidder }) {
  const t = useTranslations('bid');
  const loan = useLoan(loanId);
  const signIn = `/sign-in?next=${encodeURIComponent(`/loans/${loanId}`)}`;
  return (
    <Panel id="bid" aria-label={t('box')} className="scroll-mt-20 p-4 sm:p-5">
      <h2 className="mb-3 text-lg">{t('box')}</h2>
      {bidder === 'investor' ? <InvestorsBox loan={loan} /> : null}
      {bidder === 'other' ? <Instead>{t('investorsOnly')}</Instead> : null}
      {bidder === 'nobody' ? (
        <Instead href={signIn} label={t('signIn')}>
          {t('signInFirst')}
        </Instead>
      ) : null}
      {bidder === 'investor' ? <OwnBids loanId={loanId} canCancel={loan.state === 'open'} /> : null}
    </Panel>
  );
}
