import { useTranslations } from 'next-intl';
import { PageHead } from '#components/shell/portal-frame.tsx';
import type { AccountView } from '#components/trpc/outputs.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { AccountFacts } from './account-facts.tsx';
import type { Holder } from './onboarding.tsx';
import { OpenAccountForm } from './open-account-form.tsx';
import { Statement } from './statement.tsx';

/** The custody account of a role: opened here, looked at here, with every line of it. */
export function AccountPage({ as, account, demo }: { as: Holder; account: AccountView | null; demo: boolean }) {
  const t = useTranslations('account');
  if (account?.state === 'active')
    return (
      <>
        <PageHead title={t('heading')} note={t('note')} />
        <div className="space-y-6">
          <AccountFacts as={as} account={account} />
          <Statement as={as} />
        </div>
      </>
    );
  return (
    <>
      <PageHead title={t('open')} note={t('openNote')} />
      {account?.lastOpening?.state === 'failed' ? (
        <Notice kind="risk" className="mb-5 max-w-lg" title={t('lastFailed')}>
          {t('lastFailedNote', { code: account.lastOpening.errorCode ?? '—' })}
        </Notice>
      ) : null}
      {account?.lastOpening && ['created', 'sent', 'unknown'].includes(account.lastOpening.state) ? (
        <Notice kind="wait" className="mb-5 max-w-lg" title={t('underWay')}>
          {t('underWayNote')}
        </Notice>
      ) : null}
      <Panel className="max-w-lg p-4 sm:p-5">
        <OpenAccountForm as={as} demo={demo} />
      </Panel>
    </>
  );
}
