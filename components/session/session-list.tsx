'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Moment } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';

/** "Chrome on Linux", as far as a browser tells. */
function deviceOf(userAgent: string | null): string | undefined {
  const browser = /(Firefox|Edg|Chrome|Safari)/.exec(userAgent ?? '')?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent ?? '')?.[1];
  return [browser === 'Edg' ? 'Edge' : browser, system].filter(Boolean).join(' · ') || undefined;
}

/** Where the reader is signed in, and a way to end what should not be. */
export function SessionList() {
  const t = useTranslations('settings');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data: sessions } = useSuspenseQuery(trpc.session.mine.queryOptions());
  const revoke = useMutation(trpc.session.revoke.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }));
  return (
    <Panel>
      <PanelHead title={t('sessions')} note={t('sessionsNote')} />
      <Refused error={revoke.error} className="mx-4 mb-4" />
      <DataTable
        caption={t('sessions')}
        rows={sessions}
        keyOf={(session) => session.id}
        columns={[
          { label: t('device'), lead: true, cell: ({ userAgent }) => deviceOf(userAgent) ?? t('unknown') },
          { label: t('since'), cell: ({ createdAt }) => <Moment value={createdAt} /> },
          { label: t('seen'), cell: ({ seenAt }) => <Moment value={seenAt} /> },
          {
            label: t('end'),
            end: true,
            cell: ({ id, current }) =>
              current ? (
                <Badge tone="accent">{t('current')}</Badge>
              ) : (
                <Button
                  look="outline"
                  size="sm"
                  disabled={revoke.isPending}
                  onClick={() => revoke.mutate({ sessionId: id })}
                >
                  {revoke.isPending ? t('ending') : t('end')}
                </Button>
              ),
          },
        ]}
      />
    </Panel>
  );
}
