import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Amount } from '#components/money/amount.tsx';
import type { AccountView, CustodyMode } from '#components/trpc/outputs.ts';
import { Figure } from '#components/ui/figure.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { type Money, ZERO } from '#server/primitives/money.ts';

type Props = { account: AccountView | null; rechargedToday: Money; mode: CustodyMode; children?: ReactNode };

/** What stands in the account at the bank: the numbers lead. */
export function Balances({ account, rechargedToday, mode, children }: Props) {
  const t = useTranslations('cash');
  return (
    <Panel className="p-4 sm:p-5">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5 lg:grid-cols-4">
        <Figure label={t('available')} size="lg">
          <Amount value={account?.spendable ?? ZERO} symbol />
        </Figure>
        <Figure label={t('frozen')} size="lg">
          <Amount value={account?.frozen ?? ZERO} symbol />
        </Figure>
        <Figure label={t('rechargedToday')} size="lg" note={mode === 'linked' ? t('arrived') : t('float')}>
          <Amount value={rechargedToday} symbol />
        </Figure>
        {account && account.withdrawing > 0n ? (
          <Figure label={t('withdrawing')} size="lg">
            <Amount value={account.withdrawing} symbol />
          </Figure>
        ) : null}
        {children}
      </dl>
    </Panel>
  );
}
