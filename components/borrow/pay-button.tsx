'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useCashHere } from '#components/cash/custody-mode.tsx';
import { Refused } from '#components/errors/refused.tsx';
import { Amount, AmountInWords } from '#components/money/amount.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Money } from '#server/primitives/money.ts';

type ConfirmProps = {
  amount: Money;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onConfirm: () => void;
};

function ConfirmPayment({ amount, open, onOpenChange, onConfirm }: ConfirmProps) {
  const t = useTranslations('pay');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')} description={t('text')}>
      <p className="num text-3xl font-medium">
        <Amount value={amount} symbol />
      </p>
      <p className="mb-4 text-sm text-soft">
        <AmountInWords value={amount} />
      </p>
      <div className="flex flex-row-reverse gap-2">
        <Button
          className="grow"
          onClick={() => {
            onOpenChange(false);
            onConfirm();
          }}
        >
          {t('yes')}
        </Button>
        <Button look="outline" onClick={() => onOpenChange(false)}>
          {t('no')}
        </Button>
      </div>
    </Dialog>
  );
}

/** Pays the oldest instalment that has fallen due, after one question. */
export function PayButton({ loanId, amount }: { loanId: string; amount: Money }) {
  const t = useTranslations('pay');
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const cashHere = useCashHere();
  const requestId = useRef(newRequestId());
  const [asking, setAsking] = useState(false);
  const pay = useMutation(
    trpc.repayment.pay.mutationOptions({
      onSuccess: async () => {
        requestId.current = newRequestId();
        await queryClient.invalidateQueries();
        router.refresh();
      },
    }),
  );
  const short = refusalOf(pay.error)?.code === 'AMOUNT_OVER_BALANCE';
  return (
    <div className="space-y-3">
      <Button size="sm" disabled={pay.isPending} onClick={() => setAsking(true)}>
        {pay.isPending ? t('paying') : t('pay')}
      </Button>
      {pay.data ? (
        <Notice kind={pay.data.state === 'paid' ? 'good' : pay.data.state === 'failed' ? 'risk' : 'wait'} live>
          {t(`result.${pay.data.state === 'paid' || pay.data.state === 'failed' ? pay.data.state : 'underWay'}`)}
        </Notice>
      ) : null}
      <Refused
        error={pay.error}
        actions={
          short && cashHere ? (
            <ButtonLink size="sm" href="/borrow/recharge">
              {t('recharge')}
            </ButtonLink>
          ) : undefined
        }
      />
      <ConfirmPayment
        amount={amount}
        open={asking}
        onOpenChange={setAsking}
        onConfirm={() => pay.mutate({ requestId: requestId.current, loanId })}
      />
    </div>
  );
}
