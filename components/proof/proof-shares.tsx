'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import type { ProofShareView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { More } from '#components/ui/more.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { plus } from '#server/primitives/money.ts';
import { carryText } from './carry.ts';
import { SHARES_PAGE } from './shares-page.ts';

function useColumns(withRow: boolean): ColumnOf<ProofShareView>[] {
  const t = useTranslations('proof');
  const row: ColumnOf<ProofShareView> = {
    label: t('row'),
    cell: (share) => <span className="num">{share.number}</span>,
  };
  return [
    {
      label: t('investor'),
      lead: true,
      cell: (share) => (
        <>
          {share.investor} {share.own ? <Badge tone="accent">{t('you')}</Badge> : null}
          {share.payer === 'compensator' ? (
            <span className="block text-2xs font-normal text-faint">{t('payer.compensator')}</span>
          ) : null}
        </>
      ),
    },
    ...(withRow ? [row] : []),
    { label: t('stake'), end: true, cell: (share) => <Amount value={share.stake} /> },
    { label: t('principal'), end: true, cell: (share) => <Amount value={share.principal} /> },
    { label: t('interest'), end: true, cell: (share) => <Amount value={share.interest} /> },
    { label: t('penaltyAndFee'), end: true, cell: (share) => <Amount value={plus(share.penalty, share.fee)} /> },
    { label: t('serviceFee'), end: true, cell: (share) => <Amount value={share.serviceFee} /> },
    {
      label: t('carryPrincipal'),
      end: true,
      className: 'num text-faint',
      cell: (share) => carryText(share.principalCarry, share.whole),
    },
    {
      label: t('carryInterest'),
      end: true,
      className: 'num text-faint',
      cell: (share) => carryText(share.interestCarry, share.whole),
    },
    {
      label: t('fen'),
      end: true,
      cell: (share) =>
        share.leftOver === 0n ? (
          <span className="text-faint">—</span>
        ) : (
          <span className="num font-medium">{`${share.leftOver > 0n ? '+' : '−'}${share.leftOver > 0n ? share.leftOver : -share.leftOver}`}</span>
        ),
    },
  ];
}

type Props = {
  loanId: string;
  title: string;
  note: string;
  id?: string;
  /** One row; all rows when absent. */
  number?: number;
  /** The viewer's own alone; nothing is drawn when there are none. */
  own?: boolean;
};

/** The receipts of one row, or the viewer's own of all rows: shares, carries, and whose the left-over fen are. */
export function ProofShares({ loanId, title, note, id, number, own = false }: Props) {
  const t = useTranslations('proof');
  const trpc = useTRPC();
  const columns = useColumns(own);
  const shares = useInfiniteQuery(
    trpc.proof.shares.infiniteQueryOptions(
      { loanId, number, own, limit: SHARES_PAGE },
      {
        getNextPageParam: (page) => {
          const last = page.length === SHARES_PAGE ? page.at(-1) : undefined;
          return last && { number: last.number, claimId: last.claimId, collectionId: last.collectionId };
        },
        initialCursor: undefined,
      },
    ),
  );
  const rows = shares.data?.pages.flat() ?? [];
  if (own && rows.length === 0) return null;
  return (
    <Panel id={id} className="scroll-mt-20">
      <PanelHead title={title} note={note} />
      <Refused error={shares.error} className="mx-4 mb-4" />
      {shares.data && rows.length === 0 ? <Empty title={t('noShares')} /> : null}
      {rows.length > 0 ? (
        <DataTable
          caption={title}
          columns={columns}
          rows={rows}
          keyOf={(share) => `${share.number}-${share.claimId}-${share.collectionId}`}
        />
      ) : null}
      <More query={shares} label={t('more')} />
    </Panel>
  );
}
