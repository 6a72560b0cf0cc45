'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day } from '#components/time/day.tsx';
import type { ClaimView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { type Money, sum } from '#server/primitives/money.ts';

const TABS = ['running', 'late', 'ended'] as const;
type Tab = (typeof TABS)[number];
/** The investors wait for money: a late instalment that somebody has paid in the borrower’s place is not late for them. */
const isLate = (claim: ClaimView): boolean => claim.lateSince !== null || claim.loanState === 'written-off';
const tabOf = (claim: ClaimView): Tab => (claim.outstanding === 0n ? 'ended' : isLate(claim) ? 'late' : 'running');

function LoanName({ claim }: { claim: ClaimView }) {
  const t = useTranslations('holdings');
  const { lateSince } = claim;
  return (
    <>
      <Link href={`/loans/${claim.loanId}`} className="me-2 text-accent underline-offset-4 hover:underline">
        {claim.title}
      </Link>
      {isLate(claim) ? (
        <StateBadge kind="loan" state={claim.loanState === 'written-off' ? 'written-off' : 'overdue'} />
      ) : null}
      {lateSince ? (
        <span className="block text-2xs font-normal text-risk">
          {t.rich('lateSince', { day: () => <Day value={lateSince} /> })}
        </span>
      ) : null}
    </>
  );
}

function ClaimTable({ claims }: { claims: readonly ClaimView[] }) {
  const t = useTranslations('holdings');
  const figure = (label: string, pick: (claim: ClaimView) => Money): ColumnOf<ClaimView> => ({
    label,
    end: true,
    cell: (claim) => <Amount value={pick(claim)} />,
    foot: <Amount value={sum(claims.map(pick))} />,
  });
  return (
    <DataTable
      caption={t('title')}
      rows={claims}
      keyOf={(claim) => claim.claimId}
      columns={[
        { label: t('loan'), lead: true, cell: (claim) => <LoanName claim={claim} />, foot: t('sum') },
        { label: t('rate'), end: true, cell: (claim) => <Rate value={claim.ratePpm} /> },
        figure(t('stake'), (claim) => claim.stake),
        figure(t('outstanding'), (claim) => claim.outstanding),
        figure(t('interest'), (claim) => claim.receivedInterest),
        figure(t('beside'), (claim) => claim.receivedBeside),
        { label: t('next'), end: true, cell: (claim) => (claim.nextDueOn ? <Day value={claim.nextDueOn} /> : '—') },
      ]}
    />
  );
}

/** The investor's shares in loans, by how they fare. */
export function Holdings() {
  const t = useTranslations('holdings');
  const trpc = useTRPC();
  const { data: claims } = useSuspenseQuery(trpc.repayment.claims.queryOptions());
  const [tab, setTab] = useState<Tab>('running');
  const of = (key: Tab) => claims.filter((claim) => tabOf(claim) === key);
  const tabs = TABS.map((key) => ({ key, label: t(`tabs.${key}`, { count: of(key).length }) }));
  const toMarket = (
    <ButtonLink href="/loans" look="outline" size="sm">
      {t('toMarket')}
    </ButtonLink>
  );
  return (
    <Panel>
      <PanelHead title={t('title')} actions={<Tabs label={t('title')} tabs={tabs} value={tab} onChange={setTab} />} />
      {of(tab).length === 0 ? <Empty title={t(`none.${tab}`)} action={toMarket} /> : <ClaimTable claims={of(tab)} />}
    </Panel>
  );
}
