'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { MoneyInput, useAmount } from '#components/money/money-input.tsx';
import type { ProductView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { ErrorCode } from '#server/primitives/errors.ts';
import { type Answers, ConfirmApplication } from './confirm-application.tsx';
import { LiveQuote } from './live-quote.tsx';
import { PurposeFields } from './purpose-fields.tsx';
import { readTerms, type TermsDraft, useTermsProblems } from './terms-draft.ts';
import { TermsFields } from './terms-fields.tsx';

const AMOUNT_CODES = ['BORROWING_CAP_EXCEEDED'];
const isAboutAmount = (code: string): boolean => code.startsWith('AMOUNT_') || AMOUNT_CODES.includes(code);

const startWith = (product: ProductView | undefined): TermsDraft => ({
  productId: product?.id ?? '',
  term: String(Math.min(12, product?.termMaximum ?? 12)),
  rate: '9.5',
  title: '',
  purpose: '',
});

type Details = Record<string, string | number | boolean | null>;

/** Hands the application in and goes to where it is followed. */
function useHandIn(onError: () => void, onAmountRefused: (code: ErrorCode, details: Details) => void) {
  const trpc = useTRPC();
  const router = useRouter();
  const requestId = useRef(newRequestId());
  const mutation = useMutation(
    trpc.loan.handIn.mutationOptions({
      onSuccess: () => {
        router.push('/borrow');
        router.refresh();
      },
      onError: (error) => {
        onError();
        const refusal = refusalOf(error);
        if (!refusal || refusal.httpStatus >= 500 || refusal.httpStatus === 0) return;
        requestId.current = newRequestId();
        if (isAboutAmount(refusal.code)) onAmountRefused(refusal.code as ErrorCode, refusal.details);
      },
    }),
  );
  const handIn = ({ product, ...terms }: Answers, purpose: string): void =>
    mutation.mutate({ ...terms, purpose, productId: product.id, requestId: requestId.current });
  return { mutation, handIn };
}

/** What is needed, for what, and on which terms, with its cost beside it. */
export function ApplyForm({ products }: { products: readonly ProductView[] }) {
  const t = useTranslations('apply');
  const [draft, setDraft] = useState(() => startWith(products[0]));
  const [tried, setTried] = useState(false);
  const [answers, setAnswers] = useState<Answers>();
  const amount = useAmount(undefined);
  const { mutation, handIn } = useHandIn(
    () => setAnswers(undefined),
    (code, details) => amount.refuse({ code, details }),
  );
  const product = products.find((each) => each.id === draft.productId) ?? products[0];
  if (!product) throw new Error('there is no product on sale');
  const problems = useTermsProblems(product, draft);
  const shown = tried ? problems : {};
  const { term, ratePpm } = readTerms(draft);
  const set = (change: Partial<TermsDraft>) => setDraft({ ...draft, ...change });
  const busy = mutation.isPending || mutation.isSuccess;

  function submit(): void {
    setTried(true);
    amount.show();
    const wrong = Object.values(problems).some((problem) => problem !== undefined);
    if (wrong || !product || amount.amount === undefined || term === undefined || ratePpm === undefined) return;
    setAnswers({ product, amount: amount.amount, term, ratePpm, title: draft.title });
  }

  return (
    <div className="grid items-start gap-6 lg:grid-cols-[1fr_19rem]">
      <Panel className="p-4 sm:p-5">
        <form
          noValidate
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <MoneyInput state={amount} label={t('amount')} size="lg" disabled={busy} />
          <TermsFields products={products} product={product} draft={draft} problems={shown} set={set} />
          <PurposeFields draft={draft} problems={shown} set={set} />
          {isAboutAmount(refusalOf(mutation.error)?.code ?? '') ? null : <Refused error={mutation.error} />}
          <Button type="submit" size="lg" wide disabled={busy}>
            {busy ? t('handingIn') : t('submit')}
          </Button>
        </form>
      </Panel>
      <div className="lg:sticky lg:top-20">
        <LiveQuote product={product} amount={amount.typed} term={term} ratePpm={ratePpm} />
      </div>
      <ConfirmApplication
        answers={answers}
        busy={busy}
        onClose={() => setAnswers(undefined)}
        onConfirm={() => answers && handIn(answers, draft.purpose)}
      />
    </div>
  );
}
