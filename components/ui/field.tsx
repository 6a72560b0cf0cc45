import { CircleAlert } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn.ts';

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
  /** Draws the control with the ids that tie it to its label, hint and error. */
  children: (control: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean }) => ReactNode;
};

/** One question: label, control, hint, and beside it the sentence that says what is wrong. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={cn('min-w-0 space-y-1.5', className)}>
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': Boolean(error) })}
      {hint ? (
        <p id={`${id}-hint`} className="text-xs text-faint">
          {hint}
        </p>
      ) : null}
      <p id={`${id}-error`} aria-live="polite" className={cn('flex gap-1.5 text-xs text-risk', !error && 'hidden')}>
        <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        {error}
      </p>
    </div>
  );
}

const CONTROL =
  'w-full min-w-0 rounded-md border border-line-strong bg-surface px-3 text-base text-ink placeholder:text-faint min-h-10 aria-invalid:border-risk focus-visible:outline-offset-0';

export const Input = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input className={cn(CONTROL, className)} {...rest} />
);

type NumberInputProps = ComponentProps<'input'> & { inputMode: 'decimal' | 'numeric'; onText: (text: string) => void };

/** A number as it is typed: read by whoever asks for it, since only they know what it may be. */
export const NumberInput = ({ className, onText, ...rest }: NumberInputProps) => (
  <Input className={cn('num', className)} onChange={(event) => onText(event.target.value)} {...rest} />
);

export const Select = ({ className, ...rest }: ComponentProps<'select'>) => (
  <select className={cn(CONTROL, 'pe-2', className)} {...rest} />
);

export const TextArea = ({ className, ...rest }: ComponentProps<'textarea'>) => (
  <textarea className={cn(CONTROL, 'py-2', className)} {...rest} />
);

type ChoiceProps = {
  label: ReactNode;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
  hint?: ReactNode;
  disabled?: boolean;
};

/** One of a few, as the system's own list. */
export function Choice({ label, value, options, onChange, hint, disabled }: ChoiceProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Select {...control} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
