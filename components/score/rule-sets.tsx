'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { draftOf, type SetDraft } from './rule-draft.ts';
import { RuleSetCard } from './rule-set-card.tsx';
import { RuleSetEditor } from './rule-set-editor.tsx';
import { SourceSwitches } from './source-switches.tsx';

type Props = { mayWrite: boolean; mayMove: boolean };

/** The versions of the scoring rules, and the one that is being written. */
export function RuleSets({ mayWrite, mayMove }: Props) {
  const t = useTranslations('scores');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.score.ruleSets.queryOptions());
  const [draft, setDraft] = useState<SetDraft>();
  if (draft) return <RuleSetEditor initial={draft} inputs={data.inputs} onClose={() => setDraft(undefined)} />;
  return (
    <div className="space-y-6">
      {data.sets.length === 0 ? (
        <Panel>
          <Empty title={t('noSets')} />
        </Panel>
      ) : null}
      {data.sets.map((set) => (
        <RuleSetCard
          key={`${set.id}-${set.state}`}
          set={set}
          mayWrite={mayWrite}
          mayMove={mayMove}
          onEdit={(own) => setDraft(draftOf(set, own))}
        />
      ))}
      {data.faults ? <SourceSwitches faults={data.faults} disabled={!mayMove} /> : null}
    </div>
  );
}
