'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import type { BorrowedLoan } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';

const WITHDRAWABLE = ['submitted', 'reviewing', 'returned', 'offered', 'approved'];

/** What the borrower may still do with an application: change a returned one, leave an offer, take it back. */
export function ApplicationActions({ loan }: { loan: BorrowedLoan }) {
  const t = useTranslations('borrowed');
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState<'withdraw' | 'decline'>();
  const onSettled = async () => {
    setAsking(undefined);
    await queryClient.invalidateQueries();
    router.refresh();
  };
  const withdraw = useMutation(trpc.application.withdraw.mutationOptions({ onSettled }));
  const decline = useMutation(trpc.application.decline.mutationOptions({ onSettled }));
  if (!WITHDRAWABLE.includes(loan.state)) return null;
  const busy = withdraw.isPending || decline.isPending;
  const act = () => (asking === 'decline' ? decline : withdraw).mutate({ loanId: loan.loanId });
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-2">
        {loan.state === 'returned' ? (
          <ButtonLink size="sm" href={`/borrow/apply/${loan.loanId}`}>
            {t('changeAndHandIn')}
          </ButtonLink>
        ) : null}
        {loan.state === 'offered' ? (
          <Button look="outline" size="sm" disabled={busy} onClick={() => setAsking('decline')}>
            {t('decline')}
          </Button>
        ) : (
          <Button look="quiet" size="sm" disabled={busy} onClick={() => setAsking('withdraw')}>
            {t('withdraw')}
          </Button>
        )}
      </div>
      <Refused error={withdraw.error ?? decline.error} />
      {asking ? (
        <Dialog
          open
          onOpenChange={(open) => !open && setAsking(undefined)}
          title={t(`${asking}Ask`)}
          description={t(`${asking}Note`)}
        >
          <div className="flex flex-row-reverse gap-2">
            <Button className="grow" disabled={busy} onClick={act}>
              {t(asking)}
            </Button>
            <Button look="outline" disabled={busy} onClick={() => setAsking(undefined)}>
              {t('keep')}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
