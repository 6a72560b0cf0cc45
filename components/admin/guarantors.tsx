'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { GuarantorView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { GuarantorActions } from './guarantor-actions.tsx';

function GuarantorPanel({ guarantor, mayDecide }: { guarantor: GuarantorView; mayDecide: boolean }) {
  const t = useTranslations('guarantors');
  const { state, exposureLimit, proposer, proposedAt, decider, decidedAt } = guarantor;
  return (
    <Panel>
      <PanelHead
        title={guarantor.name}
        note={<span className="num">{guarantor.maskedCode}</span>}
        actions={state ? <StateBadge kind="guarantor" state={state} /> : null}
      />
      <PanelBody className="space-y-4">
        <Facts>
          <Fact label={t('exposure')}>
            <Amount value={guarantor.exposure} symbol />
          </Fact>
          <Fact label={t('limit')}>{exposureLimit === null ? '—' : <Amount value={exposureLimit} symbol />}</Fact>
          <Fact label={t('proposed')}>
            {proposedAt ? (
              <>
                {proposer ?? '—'} · <Moment value={proposedAt} />
              </>
            ) : (
              '—'
            )}
          </Fact>
          <Fact label={t('decided')}>
            {decidedAt ? (
              <>
                {decider ?? '—'} · <Moment value={decidedAt} />
              </>
            ) : (
              '—'
            )}
          </Fact>
        </Facts>
        {mayDecide ? <GuarantorActions guarantor={guarantor} /> : null}
      </PanelBody>
    </Panel>
  );
}

/** Every enterprise that may guarantee by its account at the bank, and what the platform makes of it. */
export function Guarantors({ mayDecide }: { mayDecide: boolean }) {
  const t = useTranslations('guarantors');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.guarantor.all.queryOptions());
  if (data.length === 0)
    return (
      <Panel>
        <Empty title={t('none')}>{t('noneText')}</Empty>
      </Panel>
    );
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      {data.map((guarantor) => (
        <GuarantorPanel key={guarantor.enterpriseId} guarantor={guarantor} mayDecide={mayDecide} />
      ))}
    </div>
  );
}
