import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { fen } from '#server/primitives/money.ts';
import type { PayoffView } from './views.ts';

/** What paying early takes from the investors, and gives them. */
export function InvestorsSide({ investors }: { investors: PayoffView['investors'] }) {
  const t = useTranslations('payoff');
  const { scheduled, received, fee, lost } = investors;
  return (
    <Panel>
      <PanelHead title={t('investors')} note={t('investorsNote')} />
      <PanelBody>
        <Facts>
          <Fact label={t('scheduled')}>
            <Amount value={scheduled} symbol />
          </Fact>
          <Fact label={t('received')}>
            <Amount value={received} symbol />
          </Fact>
          <Fact label={t('feeShare')}>
            <Amount value={fee} symbol />
          </Fact>
          <Fact label={lost < 0n ? t('gained') : t('lost')}>
            <Amount value={lost < 0n ? fen(-lost) : lost} symbol />
          </Fact>
        </Facts>
      </PanelBody>
    </Panel>
  );
}
