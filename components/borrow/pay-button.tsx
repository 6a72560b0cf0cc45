'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { Money } from '#server/primitives/money.ts';
import { ConfirmPayment, PaymentOutcome } from './confirm-payment.tsx';
import { usePayment } from './use-payment.ts';

/** Pays the oldest instalment that has fallen due, after one question. */
export function PayButton({ loanId, amount }: { loanId: string; amount: Money }) {
  const t = useTranslations('pay');
  const { pay, send } = usePayment(loanId);
  const [asking, setAsking] = useState(false);
  return (
    <div className="space-y-3">
      <Button size="sm" disabled={pay.isPending} onClick={() => setAsking(true)}>
        {pay.isPending ? t('paying') : t('pay')}
      </Button>
      <PaymentOutcome pay={pay} />
      <ConfirmPayment amount={amount} open={asking} onOpenChange={setAsking} onConfirm={() => send(amount)} />
    </div>
  );
}
