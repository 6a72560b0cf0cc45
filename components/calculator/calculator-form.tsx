'use client';

import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useState, useTransition } from 'react';
import { CopyLink } from '#components/calculator/copy-link.tsx';
import { MoneyInput, useAmount } from '#components/money/money-input.tsx';
import { cn } from '#components/ui/cn.ts';
import { Field, Input, Select } from '#components/ui/field.tsx';
import { parseMoney } from '#server/primitives/money.ts';
import { parsePercent } from '#server/primitives/parse-rate.ts';
import { calculatorTerms, LONGEST_TERM, REPAYMENT_KINDS } from './terms.ts';

const WHOLE = /^\d{1,3}$/;

/** The questions. Whatever is answered rightly goes into the address at once, and the server answers with the plan. */
export function CalculatorForm() {
  const t = useTranslations('calculator');
  const kinds = useTranslations('repaymentKind');
  const [thinking, begin] = useTransition();
  const [terms, setTerms] = useQueryStates(calculatorTerms, {
    shallow: false,
    startTransition: begin,
    history: 'replace',
    throttleMs: 300,
  });
  const given = parseMoney(terms.amount);
  const amount = useAmount(given.ok ? given.amount : undefined);
  const [rate, setRate] = useState(terms.rate);
  const [fee, setFee] = useState(terms.fee);
  const [term, setTerm] = useState(String(terms.term));
  const longest = LONGEST_TERM[terms.unit];
  const termIsRight = (text: string, limit: number) => WHOLE.test(text) && +text >= 1 && +text <= limit;
  const percentField = (label: string, text: string, write: (text: string) => void, name: 'rate' | 'fee') => (
    <Field label={label} error={parsePercent(text) === undefined ? t('percentProblem') : undefined}>
      {(control) => (
        <Input
          {...control}
          className="num"
          inputMode="decimal"
          value={text}
          onChange={(event) => {
            write(event.target.value);
            if (parsePercent(event.target.value) !== undefined) void setTerms({ [name]: event.target.value });
          }}
        />
      )}
    </Field>
  );
  return (
    <form className={cn('space-y-4', thinking && 'waiting')} onSubmit={(event) => event.preventDefault()}>
      <MoneyInput
        label={t('amount')}
        state={{
          ...amount,
          write: (text) => {
            amount.write(text);
            amount.show();
            if (parseMoney(text).ok) void setTerms({ amount: text });
          },
        }}
      />
      <Field label={t('kind')}>
        {(control) => (
          <Select
            {...control}
            value={terms.kind}
            onChange={(event) => {
              const kind = REPAYMENT_KINDS.find((known) => known === event.target.value) ?? 'equal-instalment';
              void setTerms({ kind, unit: kind === 'bullet' ? terms.unit : 'month' });
            }}
          >
            {REPAYMENT_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {kinds(kind)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('term')} error={termIsRight(term, longest) ? undefined : t('termProblem', { longest })}>
          {(control) => (
            <Input
              {...control}
              className="num"
              inputMode="numeric"
              value={term}
              onChange={(event) => {
                setTerm(event.target.value);
                if (termIsRight(event.target.value, longest)) void setTerms({ term: +event.target.value });
              }}
            />
          )}
        </Field>
        <Field label={t('unit')}>
          {(control) => (
            <Select
              {...control}
              value={terms.unit}
              disabled={terms.kind !== 'bullet'}
              onChange={(event) => void setTerms({ unit: event.target.value === 'day' ? 'day' : 'month' })}
            >
              <option value="month">{t('months')}</option>
              <option value="day">{t('days')}</option>
            </Select>
          )}
        </Field>
        {percentField(t('rate'), rate, setRate, 'rate')}
        {percentField(t('fee'), fee, setFee, 'fee')}
      </div>
      <details className="text-sm">
        <summary className="text-accent">{t('more')}</summary>
        <div className="grid grid-cols-2 gap-3 pt-3">
          <Field label={t('dayCount')}>
            {(control) => (
              <Select
                {...control}
                value={terms.days}
                onChange={(event) =>
                  void setTerms({
                    days: (['30/360', 'ACT/365', 'ACT/360'] as const).find((each) => each === event.target.value),
                  })
                }
              >
                <option value="30/360">{'30/360'}</option>
                <option value="ACT/365">{'ACT/365'}</option>
                <option value="ACT/360">{'ACT/360'}</option>
              </Select>
            )}
          </Field>
          <Field label={t('rounding')}>
            {(control) => (
              <Select
                {...control}
                value={terms.rounding}
                onChange={(event) => void setTerms({ rounding: event.target.value === 'up' ? 'up' : 'half-even' })}
              >
                <option value="half-even">{t('halfEven')}</option>
                <option value="up">{t('up')}</option>
              </Select>
            )}
          </Field>
        </div>
      </details>
      <CopyLink />
    </form>
  );
}
