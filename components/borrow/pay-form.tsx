'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Amount, AmountInWords } from '#components/money/amount.tsx';
import { type AmountProblem, MoneyInput, useAmount } from '#components/money/money-input.tsx';
import type { OwedView } from '#components/trpc/outputs.ts';
import { Button } from '#components/ui/button.tsx';
import { type Money, sum, ZERO } from '#server/primitives/money.ts';
import { ConfirmPayment, PaymentOutcome } from './confirm-payment.tsx';
import { usePayment } from './use-payment.ts';

/** The amounts that pay whole instalments, the oldest first. */
const wholeAmounts = (owed: OwedView): Money[] =>
  owed.rows.map((_, index) => sum(owed.rows.slice(0, index + 1).map(({ total }) => total)));

function problemOf(owed: OwedView, amount: Money): AmountProblem | undefined {
  const owedFen = owed.total.toString();
  if (amount > owed.total) return { code: 'AMOUNT_OVER_OWED', details: { owedFen } };
  if (!owed.partialPayments && !wholeAmounts(owed).includes(amount)) {
    const oldestFen = (owed.rows[0]?.total ?? ZERO).toString();
    return { code: 'PARTIAL_PAYMENT_REFUSED', details: { oldestFen, owedFen } };
  }
  return undefined;
}

/** Pays all that is owed, the oldest instalment, or where the product lets one any amount of it. */
export function PayForm({ loanId, owed }: { loanId: string; owed: OwedView }) {
  const t = useTranslations('owed');
  const p = useTranslations('pay');
  const { pay, send } = usePayment(loanId);
  const amount = useAmount(owed.rows[0]?.total, (value) => problemOf(owed, value));
  const [asking, setAsking] = useState(false);
  const oldest = { label: t('oldest'), amount: owed.rows[0]?.total ?? ZERO };
  const all = { label: t('all'), amount: owed.total };
  return (
    <form
      noValidate
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        amount.show();
        if (amount.amount !== undefined) setAsking(true);
      }}
    >
      <MoneyInput
        state={amount}
        label={t('amount')}
        hint={t.rich(owed.partialPayments ? 'hintAny' : 'hintWhole', {
          spendable: () => <Amount value={owed.spendable} symbol />,
        })}
        chips={owed.rows.length > 1 ? [oldest, all] : [all]}
      />
      {amount.amount ? (
        <p className="text-xs text-soft">
          <AmountInWords value={amount.amount} />
        </p>
      ) : null}
      <Button type="submit" disabled={pay.isPending || owed.collecting}>
        {pay.isPending || owed.collecting ? p('paying') : p('pay')}
      </Button>
      <PaymentOutcome pay={pay} />
      <ConfirmPayment
        amount={amount.amount ?? ZERO}
        open={asking}
        onOpenChange={setAsking}
        onConfirm={() => amount.amount && send(amount.amount)}
      />
    </form>
  );
}
