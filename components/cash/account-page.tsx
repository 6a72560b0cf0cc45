import { useTranslations } from 'next-intl';
import { PageHead } from '#components/shell/portal-frame.tsx';
import type { AccountView } from '#components/trpc/outputs.ts';
import { Notice } from '#components/ui/notice.tsx';
import { AccountFacts } from './account-facts.tsx';
import type { Holder } from './onboarding.tsx';
import { Opening } from './opening.tsx';
import { Statement } from './statement.tsx';

type LastOpening = NonNullable<AccountView['lastOpening']>;

/** Why the last try came to nothing: in the clerk's words where he said no. */
function LastFailed({ last }: { last: LastOpening }) {
  const t = useTranslations('account');
  const byClerk = last.errorCode === 'BACK' || last.errorCode === 'REFUSED';
  // Without words of his own the bank repeats its code.
  const reason = last.errorMessage && last.errorMessage !== last.errorCode ? last.errorMessage : t('noReason');
  if (!byClerk)
    return (
      <Notice kind="risk" className="mb-5 max-w-lg" title={t('lastFailed')}>
        {t('lastFailedNote', { code: last.errorCode ?? '—' })}
      </Notice>
    );
  return (
    <Notice kind="risk" className="mb-5 max-w-lg" title={t(last.errorCode === 'BACK' ? 'sentBack' : 'refused')}>
      <p>{t('clerkSaid', { reason })}</p>
      <p>{t('again')}</p>
    </Notice>
  );
}

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
  const last = account?.lastOpening;
  if (account && last?.state === 'accepted')
    return (
      <>
        <PageHead title={t('auditing')} note={t('openNote')} />
        <Notice kind="wait" className="max-w-lg" title={t('auditingTitle', { name: account.enterpriseName ?? '—' })}>
          {t('auditingNote')}
        </Notice>
      </>
    );
  return (
    <>
      <PageHead title={t('open')} note={t('openNote')} />
      {last?.state === 'failed' ? <LastFailed last={last} /> : null}
      {last && ['created', 'sent', 'unknown'].includes(last.state) ? (
        <Notice kind="wait" className="mb-5 max-w-lg" title={t('underWay')}>
          {t('underWayNote')}
        </Notice>
      ) : null}
      <Opening as={as} demo={demo} before={account?.enterpriseId ? 'enterprise' : 'person'} />
    </>
  );
}
