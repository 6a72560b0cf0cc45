'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { Shield, ShieldOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import type { CoverageView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { fen } from '#server/primitives/money.ts';

/** Who pays when the borrower does not, in a word; grey when nobody does. */
export function CoverageBadge({ coverage }: { coverage: CoverageView | undefined }) {
  const t = useTranslations('coverage');
  if (!coverage) return null;
  const Icon = coverage.by === 'none' ? ShieldOff : Shield;
  return (
    <Badge tone={coverage.by === 'none' ? 'plain' : 'accent'}>
      <Icon aria-hidden />
      {t(`label.${coverage.by}`)}
    </Badge>
  );
}

function Figures({ coverage }: { coverage: CoverageView }) {
  const t = useTranslations('coverage');
  const { by, limit, standsFor, balance, outstanding } = coverage;
  const room = limit === null || standsFor > limit ? fen(0n) : fen(limit - standsFor);
  return (
    <Facts>
      <Fact label={t('outstanding')}>
        <Amount value={outstanding} symbol />
      </Fact>
      <Fact label={t(`balance.${by === 'reserve' ? 'reserve' : 'guarantor'}`)}>
        <Amount value={balance} symbol />
      </Fact>
      <Fact label={t(`standsFor.${by === 'reserve' ? 'reserve' : 'guarantor'}`)}>
        <Amount value={standsFor} symbol />
      </Fact>
      {limit === null ? null : (
        <Fact label={t('room')}>
          <Amount value={room} symbol />
        </Fact>
      )}
    </Facts>
  );
}

/** Who pays if the borrower of a loan does not, in which order, and how far it reaches, computed from the books. */
export function LoanCoverage({ loanId }: { loanId: string }) {
  const t = useTranslations('coverage');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.recourse.coverage.queryOptions({ loanIds: [loanId] }));
  const [coverage] = data;
  if (!coverage) return null;
  const { by, name, afterDays, throughBorrower, enough } = coverage;
  return (
    <Panel>
      <PanelHead title={t('title')} actions={<CoverageBadge coverage={coverage} />} />
      <PanelBody className="space-y-4">
        {by === 'none' ? (
          <p className="max-w-prose text-sm leading-6">{t('nobody')}</p>
        ) : (
          <>
            <ol className="max-w-prose list-decimal space-y-1 ps-5 text-sm leading-6">
              <li>{t('first')}</li>
              <li>
                {by === 'reserve'
                  ? t('then.reserve', { days: afterDays })
                  : t(throughBorrower ? 'then.through' : 'then.guarantor', { name: name ?? '—', days: afterDays })}
              </li>
            </ol>
            <Figures coverage={coverage} />
            <p className="max-w-prose text-sm text-soft">{t(enough ? 'enough' : 'notEnough')}</p>
          </>
        )}
        <p className="max-w-prose text-xs leading-5 text-faint">{t('notCover')}</p>
      </PanelBody>
    </Panel>
  );
}
