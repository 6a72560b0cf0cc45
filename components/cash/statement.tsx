'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Moment } from '#components/time/day.tsx';
import type { StatementLine } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { More } from '#components/ui/more.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import type { Holder } from './onboarding.tsx';
import { STATEMENT_PAGE } from './statement-page.ts';

function useColumns(): ColumnOf<StatementLine>[] {
  const t = useTranslations('statement');
  return [
    {
      label: t('what'),
      lead: true,
      cell: (line) => (
        <>
          {t(`kind.${line.kind}`)}
          <span className="block text-2xs font-normal text-faint">{t(`bucket.${line.bucket}`)}</span>
        </>
      ),
    },
    { label: t('when'), cell: (line) => <Moment value={line.occurredAt} /> },
    { label: t('serial'), className: 'font-mono text-2xs text-faint', cell: (line) => line.requestNo },
    {
      label: t('amount'),
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

/** Every line of the account as the bank posted it, with the bank's serial and the balance after it. */
export function Statement({ as }: { as: Holder }) {
  const t = useTranslations('statement');
  const trpc = useTRPC();
  const columns = useColumns();
  const lines = useInfiniteQuery(
    trpc.cash.statement.infiniteQueryOptions(
      { as, limit: STATEMENT_PAGE },
      {
        getNextPageParam: (page) => (page.length === STATEMENT_PAGE ? page.at(-1)?.sequence : undefined),
        initialCursor: undefined,
      },
    ),
  );
  const rows = lines.data?.pages.flat() ?? [];
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('note')} />
      <Refused error={lines.error} className="mx-4 mb-4" />
      {lines.data && rows.length === 0 ? <Empty title={t('none')} /> : null}
      {rows.length > 0 ? (
        <DataTable caption={t('title')} columns={columns} rows={rows} keyOf={(line) => String(line.sequence)} />
      ) : null}
      <More query={lines} label={t('more')} />
    </Panel>
  );
}
