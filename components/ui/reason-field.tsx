import { Field, Input } from './field.tsx';

/** Whether it is more than a slip of the finger. */
export const isReason = (text: string): boolean => text.trim().length >= 2;

type Props = { label: string; error?: string | undefined; value: string; onValue: (value: string) => void };

/** The line for a reason that stays on record. */
export function ReasonField({ label, error, value, onValue }: Props) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <Input {...control} maxLength={500} value={value} onChange={(event) => onValue(event.target.value)} />
      )}
    </Field>
  );
}
