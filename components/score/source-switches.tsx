'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import type { RuleSetsView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Choice } from '#components/ui/field.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

const SOURCES = ['credit-bureau', 'blacklist', 'income'] as const;
const FAULTS = ['none', 'failing', 'slow'] as const;

/** How each simulated source is to answer: to see what the rules say when one does not. */
export function SourceSwitches({
  faults,
  disabled,
}: {
  faults: NonNullable<RuleSetsView['faults']>;
  disabled: boolean;
}) {
  const t = useTranslations('scores');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useMutation(trpc.score.setFault.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }));
  return (
    <Panel>
      <PanelHead title={t('sources')} note={t('sourcesNote')} />
      <PanelBody className="space-y-3">
        <div className="grid gap-4 sm:grid-cols-3">
          {SOURCES.map((source) => (
            <Choice
              key={source}
              label={t(`source.${source}`)}
              value={faults.find((told) => told.source === source)?.fault ?? 'none'}
              options={FAULTS.map((fault) => ({ value: fault, label: t(`sourceFault.${fault}`) }))}
              disabled={disabled || tell.isPending}
              onChange={(value) =>
                tell.mutate({ source, fault: value === 'failing' || value === 'slow' ? value : null })
              }
            />
          ))}
        </div>
        <Refused error={tell.error} />
      </PanelBody>
    </Panel>
  );
}
