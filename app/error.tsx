'use client';

import { useTranslations } from 'next-intl';
import { Button, ButtonLink } from '#components/ui/button.tsx';

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('problem');
  return (
    <div role="alert" className="page flex max-w-lg flex-col items-start gap-4 py-20">
      <h1 className="text-3xl">{t('failed')}</h1>
      <p className="text-soft">{t('failedNote')}</p>
      {error.digest ? (
        <p className="text-xs text-faint">
          {t('reference')} <code className="font-mono select-all">{error.digest}</code>
        </p>
      ) : null}
      <div className="flex gap-2">
        <Button onClick={reset}>{t('again')}</Button>
        <ButtonLink href="/" look="outline">
          {t('toHome')}
        </ButtonLink>
      </div>
    </div>
  );
}
