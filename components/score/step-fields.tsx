import { useTranslations } from 'next-intl';
import { Field, NumberInput } from '#components/ui/field.tsx';
import type { StepDraft } from './rule-draft.ts';

type Props = { steps: readonly StepDraft[]; set: (steps: readonly StepDraft[]) => void };

/** From how many points each grade is given, at what price and up to what amount. */
export function StepFields({ steps, set }: Props) {
  const t = useTranslations('scores');
  const change = (index: number, part: Partial<StepDraft>): void =>
    set(steps.map((step, place) => (place === index ? { ...step, ...part } : step)));
  return (
    <div className="space-y-3">
      {steps.map((step, index) => (
        <fieldset key={step.grade} className="grid gap-3 sm:grid-cols-3">
          <legend className="mb-1 text-sm font-medium">{t('gradeNamed', { grade: step.grade })}</legend>
          <Field label={t('fromPoints')}>
            {(control) => (
              <NumberInput
                {...control}
                inputMode="numeric"
                value={step.from}
                onText={(from) => change(index, { from })}
              />
            )}
          </Field>
          <Field label={t('pricePercent')}>
            {(control) => (
              <NumberInput
                {...control}
                inputMode="decimal"
                value={step.rate}
                onText={(rate) => change(index, { rate })}
              />
            )}
          </Field>
          <Field label={t('limitYuan')}>
            {(control) => (
              <NumberInput
                {...control}
                inputMode="decimal"
                value={step.limit}
                onText={(limit) => change(index, { limit })}
              />
            )}
          </Field>
        </fieldset>
      ))}
    </div>
  );
}
