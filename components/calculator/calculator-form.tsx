'use client';

import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useState, useTransition } from 'react';
import { CopyLink } from '#components/calculator/copy-link.tsx';
import { MoneyInput, useAmount } from '#components/money/money-input.tsx';
import { cn } from '#components/ui/cn.ts';
import { Choice, Field, NumberInput } from '#components/ui/field.tsx';
import { parseMoney } from '#server/primitives/money.ts';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import { FineTerms } from './fine-terms.tsx';
import { type CalculatorTerms, calculatorTerms, LONGEST_TERM, REPAYMENT_KINDS, type SetTerms } from './terms.ts';

type Props = { terms: CalculatorTerms; set: SetTerms };

function AmountField({ terms, set }: Props) {
  const t = useTranslations('calculator');
  const given = parseMoney(terms.amount);
  const amount = useAmount(given.ok ? given.amount : undefined);
  const write = (text: string): void => {
    amount.write(text);
    amount.show();
    if (parseMoney(text).ok) set({ amount: text });
  };
  return <MoneyInput label={t('amount')} state={{ ...amount, write }} />;
}

function PercentField({ terms, set, name }: Props & { name: 'rate' | 'fee' }) {
  const t = useTranslations('calculator');
  const [text, setText] = useState(terms[name]);
  return (
    <Field label={t(name)} error={parsePercent(text) === undefined ? t('percentProblem') : undefined}>
      {(control) => (
        <NumberInput
          {...control}
          inputMode="decimal"
          value={text}
          onText={(typed) => {
            setText(typed);
            if (parsePercent(typed) !== undefined) set({ [name]: typed });
          }}
        />
      )}
    </Field>
  );
}

function TermField({ terms, set }: Props) {
  const t = useTranslations('calculator');
  const [text, setText] = useState(String(terms.term));
  const longest = LONGEST_TERM[terms.unit];
  const isTerm = (typed: string) => /^\d{1,3}$/.test(typed) && +typed >= 1 && +typed <= longest;
  return (
    <Field label={t('term')} error={isTerm(text) ? undefined : t('termProblem', { longest })}>
      {(control) => (
        <NumberInput
          {...control}
          inputMode="numeric"
          value={text}
          onText={(typed) => {
            setText(typed);
            if (isTerm(typed)) set({ term: +typed });
          }}
        />
      )}
    </Field>
  );
}

/** The questions. Whatever is answered rightly goes into the address at once, and the server answers with the plan. */
export function CalculatorForm() {
  const t = useTranslations('calculator');
  const kinds = useTranslations('repaymentKind');
  const [thinking, startTransition] = useTransition();
  const options = { shallow: false, startTransition, history: 'replace', throttleMs: 300 } as const;
  const [terms, setTerms] = useQueryStates(calculatorTerms, options);
  const set: SetTerms = (change) => void setTerms(change);
  return (
    <form className={cn('space-y-4', thinking && 'waiting')} onSubmit={(event) => event.preventDefault()}>
      <AmountField terms={terms} set={set} />
      <Choice
        label={t('kind')}
        value={terms.kind}
        options={REPAYMENT_KINDS.map((kind) => ({ value: kind, label: kinds(kind) }))}
        onChange={(text) => {
          const kind = REPAYMENT_KINDS.find((known) => known === text) ?? 'equal-instalment';
          set({ kind, unit: kind === 'bullet' ? terms.unit : 'month' });
        }}
      />
      <div className="grid grid-cols-2 gap-3">
        <TermField terms={terms} set={set} />
        <Choice
          label={t('unit')}
          value={terms.unit}
          disabled={terms.kind !== 'bullet'}
          options={[
            { value: 'month', label: t('months') },
            { value: 'day', label: t('days') },
          ]}
          onChange={(text) => set({ unit: text === 'day' ? 'day' : 'month' })}
        />
        <PercentField terms={terms} set={set} name="rate" />
        <PercentField terms={terms} set={set} name="fee" />
      </div>
      <FineTerms terms={terms} set={set} />
      <CopyLink />
    </form>
  );
}
