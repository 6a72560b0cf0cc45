import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import type { AccountView } from '#components/trpc/outputs.ts';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { AuthoriseButton } from './authorise-button.tsx';
import { type Holder, NEEDED } from './onboarding.tsx';

/** The account as the bank keeps it: holder masked, the card's last four, what the bank may do by itself. */
export function AccountFacts({ as, account }: { as: Holder; account: AccountView }) {
  const t = useTranslations('account');
  const given = account.authorisations.some(({ kind }) => kind === NEEDED[as]);
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Panel>
        <PanelHead title={t('title')} actions={<StateBadge kind="account" state={account.state} />} />
        <PanelBody>
          <Facts>
            <Fact label={t('holder')}>{account.enterpriseName ?? account.maskedName}</Fact>
            {account.enterpriseId ? (
              <>
                <Fact label={t('code')}>
                  <span className="num">{account.maskedCode}</span>
                </Fact>
                <Fact label={t('representative')}>{account.maskedName}</Fact>
              </>
            ) : null}
            <Fact label={t('phone')}>{account.maskedPhone}</Fact>
            <Fact label={t(account.enterpriseId ? 'companyAccount' : 'card')}>
              {account.cardLastFour ? t('cardEnding', { digits: account.cardLastFour }) : '—'}
            </Fact>
            <Fact label={t('number')}>
              <span className="font-mono text-xs">{account.platformUserNo}</span>
            </Fact>
            <Fact label={t('since')}>{account.activatedAt ? <Moment value={account.activatedAt} /> : '—'}</Fact>
          </Facts>
        </PanelBody>
      </Panel>
      <Panel>
        <PanelHead title={t('authorisations')} note={t('authorisationsNote')} />
        <PanelBody className="space-y-4">
          {account.authorisations.map(({ kind, amountLimit, expiresOn }) => (
            <Facts key={kind}>
              <Fact label={t('what')}>{t(`kind.${kind}`)}</Fact>
              <Fact label={t('limit')}>{amountLimit ? <Amount value={amountLimit} symbol /> : t('unlimited')}</Fact>
              <Fact label={t('until')}>{expiresOn ? <Day value={expiresOn} /> : t('unlimited')}</Fact>
            </Facts>
          ))}
          {given ? null : <p className="text-sm text-soft">{t('missing')}</p>}
          {account.state === 'active' ? <AuthoriseButton as={as} renew={given} /> : null}
        </PanelBody>
      </Panel>
    </div>
  );
}
