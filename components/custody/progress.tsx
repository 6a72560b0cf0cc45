'use client';

import { useQuery } from '@tanstack/react-query';
import { LoaderCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import type { ProgressView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { fromDecimalText } from '#server/primitives/money.ts';

const QUICK_MS = 1_000;
const CALM_MS = 4_000;
const QUICK_ASKS = 20;
const LONG_WAIT_MS = 15_000;

/** Ended, or with the bank's clerk, who takes his time. */
const isSaid = (progress: ProgressView | undefined): boolean =>
  hasEnded(progress) || (progress?.kind === 'open-account' && progress.state === 'accepted');
const hasEnded = (progress: ProgressView | undefined): boolean =>
  progress?.state === 'succeeded' || progress?.state === 'failed';

const KINDS = ['open-account', 'authorise', 'recharge', 'withdraw', 'freeze-bid'] as const;
const kindOf = (progress: ProgressView) => KINDS.find((kind) => kind === progress.kind) ?? 'authorise';

/** Where the customer began. */
function retryOf(kind: (typeof KINDS)[number], progress: ProgressView, home: string): string {
  if (kind === 'freeze-bid') return `/loans/${progress.loanId}`;
  return kind === 'recharge' || kind === 'withdraw' ? `${home}/${kind}` : `${home}/account`;
}

/** What came of it, in a sentence of its own for each kind of page. */
function Ended({ progress, home }: { progress: ProgressView; home: string }) {
  const t = useTranslations('progress');
  const kind = kindOf(progress);
  const amount = () => <Amount value={fromDecimalText(String(progress.subject.amount ?? '0'))} symbol />;
  const retry = retryOf(kind, progress, home);
  if (progress.state === 'succeeded')
    return (
      <Notice
        kind="good"
        live
        title={t(`${kind}.done`)}
        actions={<ButtonLink href={kind === 'withdraw' ? retry : home}>{t('goOn')}</ButtonLink>}
      >
        {t.rich(`${kind}.doneText`, { amount })}
      </Notice>
    );
  return (
    <Notice
      kind="risk"
      live
      title={t(`${kind}.failed`)}
      actions={
        <>
          <ButtonLink href={retry}>{t('tryAgain')}</ButtonLink>
          <ButtonLink href={home} look="outline">
            {t('home')}
          </ButtonLink>
        </>
      }
    >
      <p>{t('nothingChanged')}</p>
      {progress.errorMessage ? (
        <p className="mt-1 text-xs text-faint">
          {t('bankSaid', { code: progress.errorCode ?? '—', message: progress.errorMessage })}
        </p>
      ) : null}
    </Notice>
  );
}

const REFUSALS = ['100014', '100016', '100017', '100018', '100021'] as const;

/** What the bank's page said when it let nobody through. Only its record counts; this says why one may try again. */
function RefusedAtBank({ code, progress, home }: { code: string; progress: ProgressView; home: string }) {
  const t = useTranslations('progress');
  const known = REFUSALS.find((refusal) => refusal === code) ?? 'other';
  return (
    <Notice
      kind="risk"
      live
      title={t('refused')}
      actions={<ButtonLink href={retryOf(kindOf(progress), progress, home)}>{t('tryAgain')}</ButtonLink>}
    >
      {t(`refusal.${known}`)}
    </Notice>
  );
}

/** Asks the server how the request stands until it has ended. The browser's return from the bank proves nothing. */
export function Progress({ requestNo, home, said }: { requestNo: string; home: string; said?: string }) {
  const t = useTranslations('progress');
  const trpc = useTRPC();
  const [long, setLong] = useState(false);
  const query = useQuery({
    ...trpc.custody.progress.queryOptions({ requestNo }),
    staleTime: 0,
    refetchInterval: ({ state }) =>
      isSaid(state.data) ? false : state.dataUpdateCount < QUICK_ASKS ? QUICK_MS : CALM_MS,
  });
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_WAIT_MS);
    return () => clearTimeout(timer);
  }, []);
  if (query.error && !query.data) return <Refused error={query.error} />;
  if (query.data && isSaid(query.data) && !hasEnded(query.data))
    return (
      <Notice kind="wait" live title={t('auditing')} actions={<ButtonLink href={home}>{t('home')}</ButtonLink>}>
        {t('auditingText')}
      </Notice>
    );
  if (query.data && hasEnded(query.data)) return <Ended progress={query.data} home={home} />;
  if (query.data && said) return <RefusedAtBank code={said} progress={query.data} home={home} />;
  return (
    <div role="status" className="flex gap-3 rounded-md border border-line bg-surface p-4">
      <LoaderCircle aria-hidden className="mt-0.5 size-5 shrink-0 animate-spin text-accent" />
      <div className="text-sm">
        <p className="font-medium">{t('asking')}</p>
        <p className="text-soft">{long ? t('long') : t('askingText')}</p>
      </div>
    </div>
  );
}
