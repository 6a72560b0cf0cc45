'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import type { RuleSetView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { Comparison } from './comparison.tsx';

const TONES: Record<RuleSetView['state'], Tone> = { draft: 'plain', shadow: 'warm', active: 'good', retired: 'plain' };
type Event = 'shadow' | 'activate' | 'retire';
const EVENTS: Record<RuleSetView['state'], readonly Event[]> = {
  draft: ['shadow', 'retire'],
  shadow: ['activate', 'retire'],
  active: [],
  retired: [],
};

function Rules({ set }: { set: RuleSetView }) {
  const t = useTranslations('scores');
  return (
    <DataTable
      caption={t('rulesOf', { version: set.version })}
      rows={set.rules}
      keyOf={(rule) => rule.name}
      columns={[
        { label: t('rule'), lead: true, cell: (rule) => rule.name },
        {
          label: t('expression'),
          cell: (rule) => <code className="font-mono text-2xs break-all whitespace-normal">{rule.expression}</code>,
        },
        { label: t('reason'), cell: (rule) => <span className="text-soft">{rule.reason}</span> },
        { label: t('points'), end: true, cell: (rule) => (rule.knockOut ? t('outcome.knockOut') : rule.points) },
      ]}
    />
  );
}

type Props = { set: RuleSetView; mayWrite: boolean; mayMove: boolean; onEdit: (own: boolean) => void };

function Actions({
  set,
  mayWrite,
  mayMove,
  onEdit,
  busy,
  move,
}: Props & { busy: boolean; move: (event: Event) => void }) {
  const t = useTranslations('scores');
  return (
    <div className="flex flex-wrap gap-2">
      {mayWrite && set.state === 'draft' ? (
        <Button look="outline" size="sm" onClick={() => onEdit(true)}>
          {t('edit')}
        </Button>
      ) : null}
      {mayWrite ? (
        <Button look="outline" size="sm" onClick={() => onEdit(false)}>
          {t('copy')}
        </Button>
      ) : null}
      {mayMove
        ? EVENTS[set.state].map((event) => (
            <Button
              key={event}
              size="sm"
              look={event === 'retire' ? 'quiet' : 'primary'}
              disabled={busy}
              onClick={() => move(event)}
            >
              {t(`event.${event}`)}
            </Button>
          ))
        : null}
    </div>
  );
}

/** One version of the rules: what it is, what may be done with it, and how it would have decided. */
export function RuleSetCard(props: Props) {
  const { set } = props;
  const t = useTranslations('scores');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [shown, setShown] = useState<'rules' | 'comparison' | undefined>(
    set.state === 'shadow' ? 'comparison' : undefined,
  );
  const move = useMutation(trpc.score.move.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }));
  const toggle = (what: 'rules' | 'comparison') => setShown(shown === what ? undefined : what);
  return (
    <Panel>
      <PanelHead
        title={
          <>
            {t('version', { version: set.version, name: set.name })}{' '}
            <Badge tone={TONES[set.state]}>{t(`state.${set.state}`)}</Badge>
          </>
        }
        note={t('ruleCount', { count: set.rules.length })}
        actions={
          <Actions {...props} busy={move.isPending} move={(event) => move.mutate({ ruleSetId: set.id, event })} />
        }
      />
      <PanelBody className="flex flex-wrap gap-2">
        <Button look="quiet" size="sm" aria-expanded={shown === 'rules'} onClick={() => toggle('rules')}>
          {t('showRules')}
        </Button>
        <Button look="quiet" size="sm" aria-expanded={shown === 'comparison'} onClick={() => toggle('comparison')}>
          {t('showComparison')}
        </Button>
      </PanelBody>
      <Refused error={move.error} className="mx-4 mb-4" />
      {shown === 'rules' ? <Rules set={set} /> : null}
      {shown === 'comparison' ? <Comparison ruleSetId={set.id} /> : null}
    </Panel>
  );
}
