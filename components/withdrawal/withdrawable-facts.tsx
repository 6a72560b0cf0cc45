import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import type { WithdrawableView } from '#components/trpc/outputs.ts';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import type { Money } from '#server/primitives/money.ts';

/** What may go and why not all of it: each reason with its amount, reasons of nothing left out. */
export function WithdrawableFacts({ possible }: { possible: WithdrawableView }) {
  const t = useTranslations('withdraw');
  const { available, reserved, owed, float, frozen, withdrawing, nextDay, advance } = possible;
  const less: [string, string, Money][] = [
    ['float', t('less.float'), float ?? available],
    ['reserved', t('less.reserved'), reserved],
    ['owed', t('less.owed'), owed],
  ];
  const beside: [string, string, Money][] = [
    ['frozen', t('beside.frozen'), frozen],
    ['withdrawing', t('beside.withdrawing'), withdrawing],
  ];
  return (
    <Panel>
      <PanelHead title={t('why')} />
      <PanelBody>
        <Facts>
          <Fact label={t('available')}>
            <Amount value={available} symbol />
          </Fact>
          {less
            .filter(([name, , amount]) => amount > 0n && (name !== 'float' || float !== null))
            .map(([name, label, amount]) => (
              <Fact key={name} label={label}>
                − <Amount value={amount} symbol />
              </Fact>
            ))}
          <Fact label={<span className="font-medium text-ink">{t('withdrawable')}</span>}>
            <span className="font-medium">
              <Amount value={nextDay} symbol />
            </span>
          </Fact>
          {beside
            .filter(([, , amount]) => amount > 0n)
            .map(([name, label, amount]) => (
              <Fact key={name} label={label}>
                <Amount value={amount} symbol />
              </Fact>
            ))}
          {advance === null ? null : (
            <Fact label={t('advance')}>
              <Amount value={advance} symbol />
            </Fact>
          )}
        </Facts>
        <p className="mt-3 text-xs text-faint">{t(float === null ? 'floatUnknown' : 'floatNote')}</p>
      </PanelBody>
    </Panel>
  );
}
