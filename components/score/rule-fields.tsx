import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDeferredValue } from 'react';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, Input, NumberInput, TextArea } from '#components/ui/field.tsx';
import type { RuleDraft } from './rule-draft.ts';

type Props = { rule: RuleDraft; number: number; set: (change: Partial<RuleDraft>) => void; remove: () => void };

/** The first fault of an expression in words and with its place, as it is being typed. */
function useFault(expression: string): string | undefined {
  const t = useTranslations('scores');
  const trpc = useTRPC();
  const looked = useQuery({
    ...trpc.score.check.queryOptions({ expression: useDeferredValue(expression) }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
  const fault = looked.data;
  return fault ? t(`fault.${fault.problem}`, { what: fault.what, place: fault.from + 1 }) : undefined;
}

function ExpressionField({ rule, set }: Pick<Props, 'rule' | 'set'>) {
  const t = useTranslations('scores');
  return (
    <Field label={t('expression')} error={useFault(rule.expression)} className="sm:col-span-2">
      {(control) => (
        <TextArea
          {...control}
          rows={2}
          spellCheck={false}
          maxLength={500}
          className="font-mono text-sm"
          value={rule.expression}
          onChange={(event) => set({ expression: event.target.value })}
        />
      )}
    </Field>
  );
}

/** One rule being written. */
export function RuleFields({ rule, number, set, remove }: Props) {
  const t = useTranslations('scores');
  return (
    <fieldset className="grid gap-3 rounded-md border border-line p-3 sm:grid-cols-2">
      <legend className="px-1 text-xs text-faint">{t('ruleNumber', { number })}</legend>
      <Field label={t('ruleName')}>
        {(control) => <Input {...control} value={rule.name} onChange={(event) => set({ name: event.target.value })} />}
      </Field>
      <Field label={t('points')}>
        {(control) => (
          <NumberInput
            {...control}
            inputMode="numeric"
            disabled={rule.knockOut}
            value={rule.points}
            onText={(points) => set({ points })}
          />
        )}
      </Field>
      <ExpressionField rule={rule} set={set} />
      <Field label={t('reason')} className="sm:col-span-2">
        {(control) => (
          <Input {...control} value={rule.reason} onChange={(event) => set({ reason: event.target.value })} />
        )}
      </Field>
      <label className="flex min-h-6 items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-5"
          checked={rule.knockOut}
          onChange={(event) => set({ knockOut: event.target.checked, points: '0' })}
        />
        {t('isKnockOut')}
      </label>
      <Button look="quiet" size="sm" className="justify-self-end" onClick={remove}>
        {t('removeRule', { number })}
      </Button>
    </fieldset>
  );
}
