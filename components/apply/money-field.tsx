'use client';

import type { ReactNode } from 'react';
import { Field, NumberInput } from '#components/ui/field.tsx';

type Props = {
  label: string;
  hint?: ReactNode;
  error?: string;
  value: string;
  onText: (text: string) => void;
  large?: boolean;
};

/** An amount of yuan whose text is kept by whoever asks for it, as a draft keeps it. */
export function MoneyField({ label, hint, error, value, onText, large }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="relative">
          <span aria-hidden className="pointer-events-none absolute inset-y-0 start-3 flex items-center text-faint">
            ¥
          </span>
          <NumberInput
            {...control}
            inputMode="decimal"
            autoComplete="off"
            value={value}
            onText={onText}
            className={large ? 'min-h-13 ps-7 text-2xl font-medium' : 'ps-7'}
          />
        </div>
      )}
    </Field>
  );
}
