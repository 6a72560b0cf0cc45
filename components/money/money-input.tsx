'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '#components/errors/error-text.ts';
import { cn } from '#components/ui/cn.ts';
import { Field, Input } from '#components/ui/field.tsx';
import { amountErrorOf } from '#server/primitives/amount-errors.ts';
import type { ErrorCode, ErrorDetails } from '#server/primitives/errors.ts';
import { formatMoney, type Money, parseMoney } from '#server/primitives/money.ts';

export type AmountProblem = { code: ErrorCode; details?: ErrorDetails };
type Check = (amount: Money) => AmountProblem | undefined;

/**
 * The state of one amount field: its text, the amount it means, and what is wrong with it. A problem is shown once
 * the field was left or sent, and taken back as soon as the text is right.
 */
export function useAmount(initial: Money | undefined, check: Check = () => undefined) {
  const [text, setText] = useState(initial === undefined ? '' : formatMoney(initial));
  const [shown, setShown] = useState(false);
  const [refusal, setRefusal] = useState<AmountProblem>();
  const parsed = parseMoney(text);
  const problem: AmountProblem | undefined = parsed.ok ? check(parsed.amount) : { code: amountErrorOf(parsed.problem) };
  return {
    text,
    amount: parsed.ok && !problem ? parsed.amount : undefined,
    /** What was typed, even if it is refused: for previews. */
    typed: parsed.ok ? parsed.amount : undefined,
    problem: refusal ?? (shown ? problem : undefined),
    write: (next: string) => {
      setText(next);
      setRefusal(undefined);
    },
    set: (amount: Money) => {
      setText(formatMoney(amount));
      setRefusal(undefined);
    },
    show: () => setShown(true),
    /** What the server said of this amount. */
    refuse: (problemOfServer: AmountProblem) => setRefusal(problemOfServer),
  };
}

export type AmountState = ReturnType<typeof useAmount>;

type MoneyInputProps = {
  state: AmountState;
  label: string;
  hint?: React.ReactNode;
  /** Amounts one tap away. */
  chips?: readonly { label: string; amount: Money }[];
  size?: 'md' | 'lg';
  disabled?: boolean;
  name?: string;
};

/** An amount of yuan as people type it: any width of digits, grouping or none, and a sentence when it cannot be. */
export function MoneyInput({ state, label, hint, chips = [], size = 'md', disabled, name }: MoneyInputProps) {
  const t = useTranslations('money');
  const errorText = useErrorText();
  const error = state.problem ? errorText(state.problem.code, state.problem.details) : undefined;
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <>
          <div className="relative">
            <span aria-hidden className="pointer-events-none absolute inset-y-0 start-3 flex items-center text-faint">
              ¥
            </span>
            <Input
              {...control}
              name={name}
              inputMode="decimal"
              autoComplete="off"
              enterKeyHint="done"
              disabled={disabled}
              value={state.text}
              onChange={(event) => state.write(event.target.value)}
              onBlur={() => state.text !== '' && state.show()}
              className={cn('num ps-7', size === 'lg' && 'min-h-13 text-2xl font-medium')}
            />
          </div>
          {chips.length > 0 ? (
            <fieldset className="flex flex-wrap gap-1.5" disabled={disabled}>
              <legend className="sr-only">{t('quick')}</legend>
              {chips.map((chip) => (
                <button
                  key={chip.label}
                  type="button"
                  onClick={() => state.set(chip.amount)}
                  className="num min-h-7 rounded-sm border border-line px-2.5 text-xs text-soft hover:border-accent hover:text-accent"
                >
                  {chip.label}
                </button>
              ))}
            </fieldset>
          ) : null}
        </>
      )}
    </Field>
  );
}
