import { useTranslations } from 'next-intl';
import { LinkedNotice } from '#components/cash/linked-notice.tsx';
import { type Holder, portalOf } from '#components/cash/onboarding.tsx';
import { ReceivableNotice } from '#components/cash/receivable-notice.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import type { AccountView, CustodyMode } from '#components/trpc/outputs.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { WithdrawForm } from './withdraw-form.tsx';
import { WithdrawalList } from './withdrawal-list.tsx';

type Props = { as: Holder; account: AccountView | null; mode: CustodyMode };

/** Money to one's own card: how much can go and why not all of it, then where each withdrawal is. */
export function WithdrawPage({ as, account, mode }: Props) {
  const t = useTranslations('withdraw');
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
  const card = account.cardLastFour;
  return (
    <>
      <PageHead title={t('title')} note={card ? t('toCard', { digits: card }) : t('toCompany')} />
      <div className="space-y-6">
        <ReceivableNotice account={account} />
        {mode === 'linked' ? <LinkedNotice /> : <WithdrawForm as={as} />}
        <WithdrawalList as={as} />
      </div>
    </>
  );
}
