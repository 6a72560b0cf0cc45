'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelBody } from '#components/ui/panel.tsx';

const REFRESH_MS = 5_000;

/** The mails of the platform as their readers get them, or would get them if there were a mail server. */
export function Outbox() {
  const t = useTranslations('outbox');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.demo.mails.queryOptions(), refetchInterval: REFRESH_MS });
  return (
    <div className="space-y-6">
      {data.hasServer ? null : <Notice title={t('noServer')}>{t('noServerText')}</Notice>}
      {data.mails.length === 0 ? (
        <Panel>
          <Empty title={t('none')}>{t('noneNote')}</Empty>
        </Panel>
      ) : null}
      {data.mails.map((mail) => (
        <Panel key={mail.id}>
          <PanelBody className="space-y-2 pt-4">
            <h2 className="text-base font-semibold break-words">{mail.subject}</h2>
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-soft">
              <span className="break-all">{t('to', { address: mail.to })}</span>
              <Moment value={mail.sentAt ?? mail.createdAt} seconds />
              {mail.state === 'waiting' && !data.hasServer ? (
                <Badge tone="warm">{t('notSent')}</Badge>
              ) : (
                <StateBadge kind="mail" state={mail.state} />
              )}
            </p>
            <p className="text-sm whitespace-pre-line">{mail.body}</p>
            {mail.error ? <p className="text-2xs break-all text-faint">{mail.error}</p> : null}
          </PanelBody>
        </Panel>
      ))}
    </div>
  );
}
