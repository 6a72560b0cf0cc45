'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import type { RuleSetsView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { emptyRule, inputOf, type RuleDraft, type SetDraft } from './rule-draft.ts';
import { RuleFields } from './rule-fields.tsx';
import { StepFields } from './step-fields.tsx';

/** The names that an expression may use, with their types and what guards them. */
function Inputs({ inputs }: { inputs: RuleSetsView['inputs'] }) {
  const t = useTranslations('scores');
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-accent">{t('inputs')}</summary>
      <p className="mt-2 text-soft">{t('inputsNote')}</p>
      <ul className="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {inputs.map((input) => (
          <li key={input.name}>
            <code className="font-mono text-xs">{input.name}</code>{' '}
            <span className="text-xs text-faint">
              {t(`input.${input.name}`)} · {t(`type.${input.type}`)}
              {'guard' in input ? ` · ${t('guardedBy', { guard: input.guard })}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

type RulesProps = { rules: readonly RuleDraft[]; set: (rules: readonly RuleDraft[]) => void };

function Rules({ rules, set }: RulesProps) {
  const t = useTranslations('scores');
  return (
    <div className="space-y-4">
      {rules.map((rule, index) => (
        <RuleFields
          key={rule.key}
          rule={rule}
          number={index + 1}
          set={(change) => set(rules.map((each) => (each.key === rule.key ? { ...each, ...change } : each)))}
          remove={() => set(rules.filter((each) => each.key !== rule.key))}
        />
      ))}
      <Button look="outline" size="sm" onClick={() => set([...rules, emptyRule()])}>
        {t('addRule')}
      </Button>
    </div>
  );
}

type Props = { initial: SetDraft; inputs: RuleSetsView['inputs']; onClose: () => void };

/** A version of the rules being written. Every expression is type-checked as it is typed, and again when it is saved. */
export function RuleSetEditor({ initial, inputs, onClose }: Props) {
  const t = useTranslations('scores');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(initial);
  const [unread, setUnread] = useState(false);
  const onSuccess = async (): Promise<void> => {
    await queryClient.invalidateQueries();
    onClose();
  };
  const save = useMutation(trpc.score.save.mutationOptions({ onSuccess }));
  const send = (): void => {
    const input = inputOf(draft);
    setUnread(input === undefined);
    if (input) save.mutate(input);
  };
  return (
    <Panel>
      <PanelHead title={t(draft.ruleSetId ? 'editDraft' : 'newVersion')} note={t('editNote')} />
      <PanelBody className="space-y-5">
        <Field label={t('setName')}>
          {(control) => (
            <Input
              {...control}
              value={draft.name}
              onChange={(event) => setDraft({ ...draft, name: event.target.value })}
            />
          )}
        </Field>
        <Inputs inputs={inputs} />
        <Rules rules={draft.rules} set={(rules) => setDraft({ ...draft, rules })} />
        <h3 className="text-base font-semibold">{t('steps')}</h3>
        <StepFields steps={draft.steps} set={(steps) => setDraft({ ...draft, steps })} />
        {unread ? <Notice kind="risk" live title={t('unread')} /> : null}
        <Refused error={save.error} />
        <div className="flex flex-wrap gap-2">
          <Button disabled={save.isPending} onClick={send}>
            {t('saveDraft')}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t('close')}
          </Button>
        </div>
      </PanelBody>
    </Panel>
  );
}
