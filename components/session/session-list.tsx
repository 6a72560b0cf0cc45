'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Moment } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';

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
      <Table caption={t('sessions')}>
        <TableHead>
          <Column>{t('device')}</Column>
          <Column>{t('since')}</Column>
          <Column>{t('seen')}</Column>
          <Column end>{t('end')}</Column>
        </TableHead>
        <TableBody>
          {sessions.map((session) => (
            <Row key={session.id}>
              <Cell lead>{deviceOf(session.userAgent) ?? t('unknown')}</Cell>
              <Cell label={t('since')}>
                <Moment value={session.createdAt} />
              </Cell>
              <Cell label={t('seen')}>
                <Moment value={session.seenAt} />
              </Cell>
              <Cell end label={t('end')}>
                {session.current ? (
                  <Badge tone="accent">{t('current')}</Badge>
                ) : (
                  <Button
                    look="outline"
                    size="sm"
                    disabled={revoke.isPending}
                    onClick={() => revoke.mutate({ sessionId: session.id })}
                  >
                    {revoke.isPending ? t('ending') : t('end')}
                  </Button>
                )}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
