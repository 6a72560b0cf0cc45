'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { AlertTriangle, Bell, Check } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Moment } from '#components/time/day.tsx';
import type { AlertView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { Acknowledge } from './acknowledge.tsx';
import { useAlertText } from './alert-text.ts';

const REFRESH_MS = 10_000;

function Marks({ alert }: { alert: AlertView }) {
  const t = useTranslations('alerts');
  if (alert.endedAt)
    return (
      <Badge tone="good">
        <Check aria-hidden />
        {t('ended')}
      </Badge>
    );
  return (
    <Badge tone={alert.severity === 'high' ? 'risk' : 'warm'}>
      {alert.severity === 'high' ? <AlertTriangle aria-hidden /> : <Bell aria-hidden />}
      {t(`severity.${alert.severity}`)}
    </Badge>
  );
}

function AlertItem({ alert, mayAcknowledge }: { alert: AlertView; mayAcknowledge: boolean }) {
  const t = useTranslations('alerts');
  const { title, text } = useAlertText()(alert);
  const { acknowledgedAt, acknowledgedBy, endedAt, note, path, raisedAt } = alert;
  return (
    <li className="space-y-2 py-4">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-medium">
          <Link href={path} className="text-accent underline-offset-4 hover:underline">
            {title}
          </Link>
        </h3>
        <Marks alert={alert} />
        <span className="text-2xs text-faint">
          {t('raised')} <Moment value={raisedAt} />
          {endedAt ? (
            <>
              {' · '}
              {t('ended')} <Moment value={endedAt} />
            </>
          ) : null}
        </span>
      </div>
      <p className="text-sm text-soft">{text}</p>
      {acknowledgedAt ? (
        <p className="text-xs text-soft">
          {t('seenBy', { who: acknowledgedBy ?? '—' })} · <Moment value={acknowledgedAt} />
          {note ? <span className="block">{note}</span> : null}
        </p>
      ) : null}
      {mayAcknowledge && !acknowledgedAt && !endedAt ? <Acknowledge alertId={alert.id} title={title} /> : null}
    </li>
  );
}

function AlertPanel({
  title,
  alerts,
  ...rest
}: {
  title: string;
  alerts: readonly AlertView[];
  mayAcknowledge: boolean;
}) {
  return (
    <Panel>
      <PanelHead title={title} />
      <PanelBody>
        <ul className="divide-y divide-line">
          {alerts.map((alert) => (
            <AlertItem key={alert.id} alert={alert} {...rest} />
          ))}
        </ul>
      </PanelBody>
    </Panel>
  );
}

/** What staff must know: what is open first, what is over below it. */
export function AlertList({ mayAcknowledge }: { mayAcknowledge: boolean }) {
  const t = useTranslations('alerts');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.alert.all.queryOptions(), refetchInterval: REFRESH_MS });
  const [open, over] = [data.filter(({ endedAt }) => !endedAt), data.filter(({ endedAt }) => endedAt)];
  return (
    <div className="space-y-6">
      {open.length > 0 ? (
        <AlertPanel title={t('open')} alerts={open} mayAcknowledge={mayAcknowledge} />
      ) : (
        <Panel>
          <Empty title={t('none')}>{t('noneNote')}</Empty>
        </Panel>
      )}
      {over.length > 0 ? <AlertPanel title={t('over')} alerts={over} mayAcknowledge={false} /> : null}
    </div>
  );
}
