'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useErrorText } from '#components/errors/error-text.ts';
import { useStake } from '#components/loan/stake.tsx';
import { Amount, AmountInWords, moneyText } from '#components/money/amount.tsx';
import { MoneyInput, useAmount } from '#components/money/money-input.tsx';
import type { LoanView } from '#components/trpc/outputs.ts';
import type { Refusal } from '#components/trpc/refusal.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ErrorCode } from '#server/primitives/errors.ts';
import { fen, lesser, type Money } from '#server/primitives/money.ts';
import { bidProblem } from './bid-problem.ts';
import { ConfirmBid } from './confirm-bid.tsx';

const QUICK = [100_000n, 500_000n, 1_000_000n].map(fen);

type Props = {
  loan: LoanView;
  spendable: Money;
  refusal: Refusal | undefined;
  authorised: (amount: Money) => boolean;
  send: (amount: Money) => void;
  sendByPassword: (amount: Money) => void;
};

function chipsFor(loan: LoanView, spendable: Money, all: string) {
  const most = lesser(loan.remaining, spendable);
  const round = QUICK.filter((amount) => amount < most && !bidProblem(loan, spendable, amount));
  const chips = round.map((amount) => ({ label: moneyText(amount).replace('.00', ''), amount }));
  return most > 0n && !bidProblem(loan, spendable, most) ? [...chips, { label: all, amount: most }] : chips;
}

/** The amount, said back in words as it is typed, and a question before anything happens. */
export function BidForm({ loan, spendable, refusal, authorised, send, sendByPassword }: Props) {
  const t = useTranslations('bid');
  const errorText = useErrorText();
  const { setStake } = useStake();
  const amount = useAmount(undefined, (value) => bidProblem(loan, spendable, value));
  const [asking, setAsking] = useState(false);
  const { typed } = amount;
  useEffect(() => {
    if (typed && typed <= loan.amount) setStake(typed);
  }, [typed, loan.amount, setStake]);
  const aboutAmount = refusal?.code.startsWith('AMOUNT_') ?? false;
  const told = aboutAmount && refusal && amount.problem === undefined;
  const state = told ? { ...amount, problem: { code: refusal.code as ErrorCode, details: refusal.details } } : amount;
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        amount.show();
        if (amount.amount !== undefined) setAsking(true);
      }}
    >
      <MoneyInput
        state={state}
        label={t('amount')}
        size="lg"
        hint={t.rich('hint', {
          available: () => <Amount value={spendable} symbol />,
          remaining: () => <Amount value={loan.remaining} symbol />,
        })}
        chips={chipsFor(loan, spendable, t('all'))}
      />
      {amount.amount ? (
        <p className="text-xs text-soft">
          <AmountInWords value={amount.amount} />
        </p>
      ) : null}
      {refusal && !aboutAmount ? (
        <Notice kind="risk" live>
          {errorText(refusal.code, refusal.details)}
        </Notice>
      ) : null}
      <Button type="submit" size="lg" wide>
        {t('submit')}
      </Button>
      <ConfirmBid
        loan={loan}
        amount={amount.amount}
        open={asking}
        onOpenChange={setAsking}
        authorised={authorised}
        onConfirm={send}
        onPassword={sendByPassword}
      />
    </form>
  );
}
