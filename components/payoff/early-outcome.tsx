'use client';

import { useTranslations } from 'next-intl';
import { useCashHere } from '#components/cash/custody-mode.tsx';
import { Refused } from '#components/errors/refused.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

type Props = { loanId: string; kind: 'payoff' | 'part'; state: string | undefined; error: unknown };

/** What the bank, or the portal before it, has said to the payment; it is never told before it is true. */
export function EarlyOutcome({ loanId, kind, state, error }: Props) {
  const t = useTranslations('payoff');
  const cashHere = useCashHere();
  const short = refusalOf(error)?.code === 'AMOUNT_OVER_BALANCE';
  const back = (
    <ButtonLink size="sm" look="outline" href={`/borrow/loans/${loanId}`}>
      {t('backToLoan')}
    </ButtonLink>
  );
  const recharge =
    short && cashHere ? (
      <ButtonLink size="sm" href="/borrow/recharge">
        {t('recharge')}
      </ButtonLink>
    ) : undefined;
  if (state === 'paid')
    return (
      <Notice kind="good" live actions={back}>
        {t(`result.${kind}`)}
      </Notice>
    );
  if (state === 'failed')
    return (
      <Notice kind="risk" live actions={back}>
        {t('result.failed')}
      </Notice>
    );
  if (state !== undefined)
    return (
      <Notice kind="wait" live actions={back}>
        {t('result.underWay')}
      </Notice>
    );
  return <Refused error={error} actions={recharge} />;
}
