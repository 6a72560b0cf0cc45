'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { refusalOf } from '#components/trpc/refusal.ts';
import { Notice } from '#components/ui/notice.tsx';
import { useErrorText } from './error-text.ts';

/** What went wrong, near where it did, with the id that finds it in our log. Nothing when nothing did. */
export function Refused({ error, actions, className }: { error: unknown; actions?: ReactNode; className?: string }) {
  const t = useTranslations('errors');
  const sentence = useErrorText();
  const refusal = refusalOf(error);
  if (!refusal) return null;
  return (
    <Notice kind="risk" live className={className} actions={actions}>
      <p>{sentence(refusal.code, refusal.details)}</p>
      {refusal.code === 'UNKNOWN' && refusal.requestId ? (
        <p className="text-xs text-faint">
          {t('requestId')} <code className="select-all font-mono">{refusal.requestId}</code>
        </p>
      ) : null}
    </Notice>
  );
}
