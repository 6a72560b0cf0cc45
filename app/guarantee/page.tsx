import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { OverviewFrame } from '#components/cash/overview-frame.tsx';
import { GuaranteedLoans } from '#components/guarantee/guaranteed-loans.tsx';
import { Standing } from '#components/guarantee/standing.tsx';
import { admit, api, platformStatus } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('guarantee'))('title') };
}

export default async function GuaranteePage() {
  const someone = await admit('guarantor', '/guarantee');
  const [t, account, standing, loans, { custodyMode }] = await Promise.all([
    getTranslations('guarantee'),
    api.cash.overview({ as: 'guarantor' }),
    api.guarantor.mine(),
    api.guarantor.loans(),
    platformStatus(),
  ]);
  return (
    <OverviewFrame
      as="guarantor"
      account={account}
      mode={custodyMode}
      begun={standing?.state === 'active' || standing?.state === 'suspended'}
      title={t('hello', { name: account?.enterpriseName ?? someone.displayName })}
      recharge={t('recharge')}
      main={null}
    >
      <Standing account={account} standing={standing} />
      <GuaranteedLoans loans={loans} />
    </OverviewFrame>
  );
}
