'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Moment } from '#components/time/day.tsx';
import type { AskedBalances, PlatformAccountView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { minus, plus, sum, ZERO } from '#server/primitives/money.ts';
import { useAccountName } from './account-choice.tsx';

const REFRESH_MS = 10_000;

type Row = PlatformAccountView & { atBank: AskedBalances['balances'][number] | undefined };
const held = ({ available, frozen }: Pick<Row, 'available' | 'frozen'>) => plus(available, frozen);

function Difference({ row, asked }: { row: Row; asked: boolean }) {
  const t = useTranslations('platformAccounts');
  if (!asked) return <span className="text-faint">—</span>;
  if (!row.atBank) return <Badge tone="risk">{t('noAnswer')}</Badge>;
  const difference = minus(held(row), held(row.atBank));
  if (difference === 0n) return <Badge tone="good">{t('same')}</Badge>;
  return (
    <span className="font-medium text-risk">
      <Amount value={difference} signed />
    </span>
  );
}

function useColumns(rows: readonly Row[], asked: boolean): ColumnOf<Row>[] {
  const t = useTranslations('platformAccounts');
  const nameOf = useAccountName();
  const ours: ColumnOf<Row>[] = [
    {
      label: t('accountName'),
      lead: true,
      cell: ({ platformUserNo }) => (
        <>
          {nameOf(platformUserNo)}
          <span className="block font-mono text-2xs font-normal text-faint">{platformUserNo}</span>
        </>
      ),
      foot: t('sum'),
    },
    {
      label: t('available'),
      end: true,
      cell: (row) => <Amount value={row.available} />,
      foot: <Amount value={sum(rows.map((row) => row.available))} />,
    },
    {
      label: t('leaving'),
      end: true,
      cell: (row) => <Amount value={row.frozen} />,
      foot: <Amount value={sum(rows.map((row) => row.frozen))} />,
    },
  ];
  const theirs: ColumnOf<Row>[] = [
    {
      label: t('atBank'),
      end: true,
      cell: ({ atBank }) => (atBank ? <Amount value={held(atBank)} /> : '—'),
      foot: <Amount value={sum(rows.map(({ atBank }) => (atBank ? held(atBank) : ZERO)))} />,
    },
    { label: t('float'), end: true, cell: ({ atBank }) => (atBank ? <Amount value={atBank.float} /> : '—') },
  ];
  const difference: ColumnOf<Row> = {
    label: t('difference'),
    end: true,
    cell: (row) => <Difference row={row} asked={asked} />,
  };
  return asked ? [...ours, ...theirs, difference] : ours;
}

/** What the platform's accounts hold by our books, and on demand by the bank's. */
export function PlatformAccounts() {
  const t = useTranslations('platformAccounts');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.platformAccount.all.queryOptions(), refetchInterval: REFRESH_MS });
  const ask = useMutation(trpc.platformAccount.askBank.mutationOptions());
  const said = ask.data;
  const rows = data.map((row) => ({
    ...row,
    atBank: said?.balances.find(({ platformUserNo }) => platformUserNo === row.platformUserNo),
  }));
  const columns = useColumns(rows, said !== undefined);
  const note = said ? t.rich('asked', { at: () => <Moment value={said.askedAt} seconds /> }) : t('accountsNote');
  return (
    <Panel>
      <PanelHead
        title={t('accounts')}
        note={note}
        actions={
          <Button look="outline" size="sm" disabled={ask.isPending} onClick={() => ask.mutate()}>
            {ask.isPending ? t('asking') : t('ask')}
          </Button>
        }
      />
      <Refused error={ask.error} className="mx-4 mb-4" />
      <DataTable caption={t('accounts')} columns={columns} rows={rows} keyOf={(row) => row.platformUserNo} />
    </Panel>
  );
}
