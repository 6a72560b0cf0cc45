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
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableFoot, TableHead } from '#components/ui/table.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { type Money, sum } from '#server/primitives/money.ts';

const TABS = ['running', 'late', 'ended'] as const;
type Tab = (typeof TABS)[number];
const tabOf = (claim: ClaimView): Tab =>
  claim.outstanding === 0n ? 'ended' : claim.loanState === 'overdue' ? 'late' : 'running';

function ClaimRow({ claim }: { claim: ClaimView }) {
  const t = useTranslations('holdings');
  return (
    <Row>
      <Cell lead>
        <Link href={`/loans/${claim.loanId}`} className="text-accent underline-offset-4 hover:underline">
          {claim.title}
        </Link>
        {claim.loanState === 'overdue' ? (
          <span className="ms-2 inline-block">
            <StateBadge kind="loan" state={claim.loanState} />
          </span>
        ) : null}
      </Cell>
      <Cell end label={t('rate')}>
        <Rate value={claim.ratePpm} />
      </Cell>
      <Cell end label={t('stake')}>
        <Amount value={claim.stake} />
      </Cell>
      <Cell end label={t('outstanding')}>
        <Amount value={claim.outstanding} />
      </Cell>
      <Cell end label={t('interest')}>
        <Amount value={claim.receivedInterest} />
      </Cell>
      <Cell end label={t('next')}>
        {claim.nextDueOn ? <Day value={claim.nextDueOn} /> : '—'}
      </Cell>
    </Row>
  );
}

/** The investor's shares in loans, by how they fare. */
export function Holdings() {
  const t = useTranslations('holdings');
  const trpc = useTRPC();
  const { data: claims } = useSuspenseQuery(trpc.repayment.claims.queryOptions());
  const [tab, setTab] = useState<Tab>('running');
  const shown = claims.filter((claim) => tabOf(claim) === tab);
  const total = (pick: (claim: ClaimView) => Money) => <Amount value={sum(shown.map(pick))} />;
  const tabs = TABS.map((key) => ({
    key,
    label: t(`tabs.${key}`, { count: claims.filter((claim) => tabOf(claim) === key).length }),
  }));
  return (
    <Panel>
      <PanelHead title={t('title')} actions={<Tabs label={t('title')} tabs={tabs} value={tab} onChange={setTab} />} />
      {shown.length === 0 ? (
        <Empty
          title={t(`none.${tab}`)}
          action={
            <ButtonLink href="/loans" look="outline" size="sm">
              {t('toMarket')}
            </ButtonLink>
          }
        />
      ) : (
        <Table caption={t('title')}>
          <TableHead>
            <Column>{t('loan')}</Column>
            <Column end>{t('rate')}</Column>
            <Column end>{t('stake')}</Column>
            <Column end>{t('outstanding')}</Column>
            <Column end>{t('interest')}</Column>
            <Column end>{t('next')}</Column>
          </TableHead>
          <TableBody>
            {shown.map((claim) => (
              <ClaimRow key={claim.claimId} claim={claim} />
            ))}
          </TableBody>
          <TableFoot>
            <Row>
              <Cell lead colSpan={2}>
                {t('sum')}
              </Cell>
              <Cell end label={t('stake')}>
                {total((claim) => claim.stake)}
              </Cell>
              <Cell end label={t('outstanding')}>
                {total((claim) => claim.outstanding)}
              </Cell>
              <Cell end label={t('interest')}>
                {total((claim) => claim.receivedInterest)}
              </Cell>
              <Cell />
            </Row>
          </TableFoot>
        </Table>
      )}
    </Panel>
  );
}
