import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import type { BreakPageView } from '#components/trpc/outputs.ts';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

/** Which equation does not hold, for what, and both its sides. */
export function Equation({ found }: { found: BreakPageView['found'] }) {
  const t = useTranslations('breaks');
  const words = useTranslations('reconciliation');
  return (
    <Panel>
      <PanelHead title={t('equation')} note={t(`equationOf.${found.check}`)} />
      <PanelBody>
        <Facts>
          <Fact label={words('object')}>
            <span className="font-mono text-xs break-all">{found.object}</span>
          </Fact>
          <Fact label={words('ours')}>
            <span className="font-mono text-xs break-all">{found.ours ?? '—'}</span>
          </Fact>
          <Fact label={words('theirs')}>
            <span className="font-mono text-xs break-all">{found.theirs ?? '—'}</span>
          </Fact>
          <Fact label={t('amount')}>{found.amount === null ? '—' : <Amount value={found.amount} />}</Fact>
        </Facts>
      </PanelBody>
    </Panel>
  );
}
