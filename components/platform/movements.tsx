'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Moment } from '#components/time/day.tsx';
import type { PlatformMovement } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { More } from '#components/ui/more.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { ACCOUNT_NUMBERS, AccountChoice, numberOf, useAccountName } from './account-choice.tsx';
import { MOVEMENTS_PAGE } from './movements-page.ts';

const NUMBERS = ACCOUNT_NUMBERS.map(numberOf);

function Other({ line }: { line: PlatformMovement }) {
  const t = useTranslations('platformAccounts');
  const nameOf = useAccountName();
  if (line.otherRole === null || line.otherUserNo === null) return <span>—</span>;
  if (line.otherRole === 'CHANNELS') return <span>{t('outside')}</span>;
  if (line.otherRole === 'CARDS') return <span>{t('card')}</span>;
  return <span className="break-all">{nameOf(line.otherUserNo)}</span>;
}

function useColumns(): ColumnOf<PlatformMovement>[] {
  const t = useTranslations('platformAccounts');
  const kind = useTranslations('statement.kind');
  return [
    { label: t('what'), lead: true, cell: (line) => kind(line.kind) },
    { label: t('when'), cell: (line) => <Moment value={line.occurredAt} seconds /> },
    { label: t('other'), cell: (line) => <Other line={line} /> },
    {
      label: t('serial'),
      cell: (line) => <span className="font-mono text-2xs break-all text-faint">{line.requestNo ?? '—'}</span>,
    },
    {
      label: t('amountUnit'),
      end: true,
      cell: (line) => (
        <span className={line.amount > 0n ? 'text-good' : undefined}>
          <Amount value={line.amount} signed />
        </span>
      ),
    },
    { label: t('balance'), end: true, cell: (line) => <Amount value={line.balanceAfter} /> },
  ];
}

/** What has moved on one of the platform's accounts, with the bank's serials; the address remembers which. */
export function PlatformMovements() {
  const t = useTranslations('platformAccounts');
  const trpc = useTRPC();
  const columns = useColumns();
  const [platformUserNo, choose] = useQueryState('account', parseAsStringLiteral(NUMBERS).withDefault(numberOf('4')));
  const lines = useInfiniteQuery(
    trpc.platformAccount.movements.infiniteQueryOptions(
      { platformUserNo, limit: MOVEMENTS_PAGE },
      {
        getNextPageParam: (page) => (page.length === MOVEMENTS_PAGE ? page.at(-1)?.sequence : undefined),
        initialCursor: undefined,
      },
    ),
  );
  const rows = lines.data?.pages.flat() ?? [];
  return (
    <Panel>
      <PanelHead title={t('movements')} note={t('movementsNote')} />
      <PanelBody className="max-w-sm pb-4">
        <AccountChoice label={t('accountName')} value={platformUserNo} onChange={(next) => void choose(next)} />
      </PanelBody>
      <Refused error={lines.error} className="mx-4 mb-4" />
      {lines.isPending ? <Skeleton className="mx-4 mb-4 h-24" /> : null}
      {lines.data && rows.length === 0 ? <Empty title={t('noMovements')} /> : null}
      {rows.length > 0 ? (
        <DataTable caption={t('movements')} columns={columns} rows={rows} keyOf={(line) => String(line.sequence)} />
      ) : null}
      <More query={lines} label={t('more')} />
    </Panel>
  );
}
