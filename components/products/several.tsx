import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';

type Props<Value extends string> = {
  legend: ReactNode;
  options: readonly { value: Value; label: string }[];
  chosen: readonly Value[];
  onChange: (chosen: readonly Value[]) => void;
  error?: string;
};

/** What is wrong with a group of controls. */
export function GroupProblem({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} aria-live="polite" className={children ? 'flex gap-1.5 text-xs text-risk' : 'hidden'}>
      <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {children}
    </p>
  );
}

/** Any number of a few, kept in the order in which they are offered. */
export function Several<Value extends string>({ legend, options, chosen, onChange, error }: Props<Value>) {
  const id = useId();
  const toggle = (value: Value, on: boolean): void =>
    onChange(
      options.flatMap((each) => ((each.value === value ? on : chosen.includes(each.value)) ? [each.value] : [])),
    );
  return (
    <fieldset aria-describedby={error ? id : undefined} className="min-w-0 space-y-1.5">
      <legend className="text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {options.map(({ value, label }) => (
          <label key={value} className="flex min-h-8 cursor-pointer items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={chosen.includes(value)}
              onChange={(event) => toggle(value, event.target.checked)}
            />
            {label}
          </label>
        ))}
      </div>
      <GroupProblem id={id}>{error}</GroupProblem>
    </fieldset>
  );
}
