import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { BorrowedLoans } from '#components/borrow/borrowed-loans.tsx';
import { OverviewFrame } from '#components/cash/overview-frame.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Figure } from '#components/ui/figure.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { sum, ZERO } from '#server/primitives/money.ts';
import { admit, api, platformStatus, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('borrow'))('title') };
}

export default async function BorrowPage() {
  const someone = await admit('borrower', '/borrow');
  const [t, account, loans, { custodyMode }, state] = await Promise.all([
    getTranslations('borrow'),
    api.cash.overview({ as: 'borrower' }),
    api.loan.mine(),
    platformStatus(),
    prefetched(trpc.loan.mine.queryOptions()),
  ]);
  const owed = loans.filter((loan) => loan.dueAmount > 0n);
  return (
    <Hydrate state={state}>
      <OverviewFrame
        as="borrower"
        account={account}
        mode={custodyMode}
        begun={loans.length > 0}
        title={t('hello', { name: account?.maskedName ?? someone.displayName })}
        recharge={t('recharge')}
        main={<ButtonLink href="/borrow/apply">{t('apply')}</ButtonLink>}
      >
        <Panel className="p-4 sm:p-5">
          <dl className="grid grid-cols-2 gap-x-6 gap-y-5 lg:grid-cols-3">
            <Figure label={t('available')}>
              <Amount value={account?.spendable ?? ZERO} symbol />
            </Figure>
            <Figure
              label={t('dueNow')}
              note={owed.length > 0 ? t('loansDue', { count: owed.length }) : t('nothingDue')}
            >
              <Amount value={sum(owed.map((loan) => loan.dueAmount))} symbol />
            </Figure>
            <Figure label={t('outstanding')}>
              <Amount value={sum(loans.map((loan) => loan.outstandingPrincipal))} symbol />
            </Figure>
          </dl>
        </Panel>
        <h2 className="text-xl">{t('loans')}</h2>
        <BorrowedLoans />
      </OverviewFrame>
    </Hydrate>
  );
}
