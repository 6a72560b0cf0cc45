'use client';

import { useTranslations } from 'next-intl';
import { useCashHere } from '#components/cash/custody-mode.tsx';
import { Refused } from '#components/errors/refused.tsx';
import { ConfirmAmount } from '#components/money/confirm-amount.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Money } from '#server/primitives/money.ts';
import type { usePayment } from './use-payment.ts';

type ConfirmProps = {
  amount: Money;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onConfirm: () => void;
};

/** The question before money is taken: the amount in figures and in words. */
export function ConfirmPayment({ amount, open, onOpenChange, onConfirm }: ConfirmProps) {
  const t = useTranslations('pay');
  return (
    <ConfirmAmount
      title={t('title')}
      description={t('text')}
      amount={amount}
      yes={t('yes')}
      no={t('no')}
      open={open}
      onOpenChange={onOpenChange}
      onConfirm={onConfirm}
    />
  );
}

/** What has become of a payment, or why there is none. */
export function PaymentOutcome({ pay }: { pay: ReturnType<typeof usePayment>['pay'] }) {
  const t = useTranslations('pay');
  const cashHere = useCashHere();
  const short = refusalOf(pay.error)?.code === 'AMOUNT_OVER_BALANCE';
  const toRecharge = (
    <ButtonLink size="sm" href="/borrow/recharge">
      {t('recharge')}
    </ButtonLink>
  );
  return (
    <>
      {pay.data ? (
        <Notice kind={pay.data.state === 'paid' ? 'good' : pay.data.state === 'failed' ? 'risk' : 'wait'} live>
          {t(`result.${pay.data.state === 'paid' || pay.data.state === 'failed' ? pay.data.state : 'underWay'}`)}
        </Notice>
      ) : null}
      <Refused error={pay.error} actions={short && cashHere ? toRecharge : undefined} />
    </>
  );
}
