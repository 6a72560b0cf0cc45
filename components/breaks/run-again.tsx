'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

/** Has all checks of a date made again, from freshly fetched files. */
export function RunAgain({ date }: { date: string }) {
  const t = useTranslations('breaks');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const run = useMutation(
    trpc.reconciliation.runAgain.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }),
  );
  return (
    <Panel>
      <PanelHead
        title={t('again')}
        note={t('againNote')}
        actions={
          <Button look="outline" size="sm" disabled={run.isPending} onClick={() => run.mutate({ date })}>
            {run.isPending ? t('running') : t('run')}
          </Button>
        }
      />
      <PanelBody aria-live="polite">
        {run.data ? (
          <p className="flex flex-wrap items-center gap-2 text-sm">
            <StateBadge kind="reconciliation" state={run.data.state} /> {t('found', { count: run.data.breaks })}
          </p>
        ) : null}
        <Refused error={run.error} />
      </PanelBody>
    </Panel>
  );
}
