import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import type { AccountView, CustodyMode, RechargeView } from '#components/trpc/outputs.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { LinkedNotice } from './linked-notice.tsx';
import { type Holder, portalOf } from './onboarding.tsx';
import { ReceivableNotice } from './receivable-notice.tsx';
import { RechargeForm } from './recharge-form.tsx';
import { RechargeList } from './recharge-list.tsx';

const STEPS = ['amount', 'bank', 'credit', 'float'] as const;

type Props = { as: Holder; account: AccountView | null; recharges: readonly RechargeView[]; mode: CustodyMode };

/** The amount, and what happens then. */
function WayIn({ as }: { as: Holder }) {
  const t = useTranslations('recharge');
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[1fr_18rem]">
      <Panel className="p-4 sm:p-5">
        <RechargeForm as={as} />
      </Panel>
      <ol className="space-y-3 text-sm">
        {STEPS.map((step, index) => (
          <li key={step} className="flex gap-3">
            <span
              aria-hidden
              className="num grid size-6 shrink-0 place-items-center rounded-full bg-sunk text-2xs text-soft"
            >
              {index + 1}
            </span>
            <span className="text-soft">{t(`steps.${step}`)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

export function RechargePage({ as, account, recharges, mode }: Props) {
  const t = useTranslations('recharge');
  if (account?.state !== 'active')
    return (
      <>
        <PageHead title={t('title')} />
        <Panel>
          <Empty
            title={t('needsAccount')}
            action={<ButtonLink href={`/${portalOf(as)}/account`}>{t('openAccount')}</ButtonLink>}
          />
        </Panel>
      </>
    );
  return (
    <>
      <PageHead
        title={t('title')}
        note={t.rich('available', { amount: () => <Amount value={account.spendable} symbol /> })}
      />
      <ReceivableNotice account={account} />
      <div className="mb-6">{mode === 'linked' ? <LinkedNotice /> : <WayIn as={as} />}</div>
      <RechargeList recharges={recharges} />
    </>
  );
}
