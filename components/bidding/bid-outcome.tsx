'use client';

import { LoaderCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Money } from '#server/primitives/money.ts';
import type { BidPhase } from './use-bid.ts';

/** What has become of a bid that was sent. */
export function BidOutcome({ phase, amount, again }: { phase: BidPhase; amount: Money; again: () => void }) {
  const t = useTranslations('bid');
  const figure = <Amount value={amount} symbol />;
  if (phase.name === 'freezing' || phase.name === 'checking') {
    return (
      <div role="status" className="flex gap-3 rounded-md border border-line bg-sunk p-4 text-sm">
        <LoaderCircle aria-hidden className="mt-0.5 size-4 shrink-0 animate-spin text-accent" />
        <div>
          <p className="font-medium">{t(`${phase.name}.title`)}</p>
          <p className="text-soft">{t.rich(`${phase.name}.text`, { amount: () => figure })}</p>
        </div>
      </div>
    );
  }
  if (phase.name === 'frozen') {
    return (
      <Notice
        kind="good"
        live
        title={t('frozen.title')}
        actions={
          <>
            <ButtonLink size="sm" href="/invest">
              {t('toHoldings')}
            </ButtonLink>
            <Button size="sm" look="outline" onClick={again}>
              {t('again')}
            </Button>
          </>
        }
      >
        {t.rich('frozen.text', { amount: () => figure })}
      </Notice>
    );
  }
  return (
    <Notice
      kind="risk"
      live
      title={t('failed.title')}
      actions={
        <Button size="sm" look="outline" onClick={again}>
          {t('again')}
        </Button>
      }
    >
      {t('failed.text', { code: (phase.name === 'failed' && phase.bankCode) || '—' })}
    </Notice>
  );
}
