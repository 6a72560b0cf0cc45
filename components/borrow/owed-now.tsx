'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day } from '#components/time/day.tsx';
import type { OwedView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { type Money, sum } from '#server/primitives/money.ts';
import type { RatePpm } from '#server/primitives/rate.ts';
import { PayForm } from './pay-form.tsx';
import { PenaltyDays } from './penalty-days.tsx';

const REFRESH_MS = 8_000;
type OwedRow = OwedView['rows'][number];

function useColumns(rows: readonly OwedRow[]): ColumnOf<OwedRow>[] {
  const t = useTranslations('owed');
  const s = useTranslations('schedule');
  const figure = (label: string, pick: (row: OwedRow) => Money): ColumnOf<OwedRow> => ({
    label,
    end: true,
    cell: (row) => <Amount value={pick(row)} />,
    foot: <Amount value={sum(rows.map(pick))} />,
  });
  const fees = rows.some(({ fee }) => fee > 0n) ? [figure(t('fee'), ({ fee }) => fee)] : [];
  return [
    { label: s('period'), lead: true, cell: (row) => <span className="num">{row.number}</span>, foot: s('sum') },
    {
      label: s('dueOn'),
      cell: (row) => (
        <>
          <Day value={row.dueOn} />
          {row.daysLate > 0 ? (
            <span className="num block text-2xs text-risk">{t('daysLate', { days: row.daysLate })}</span>
          ) : null}
        </>
      ),
    },
    {
      label: t('state'),
      cell: (row) => (
        <>
          <StateBadge kind="instalment" state={row.state} />
          {row.compensated ? (
            <span className="block text-2xs text-soft">
              {t('owedTo', { name: row.compensator ?? t('riskReserve') })}
            </span>
          ) : null}
        </>
      ),
    },
    figure(t('penalty'), (row) => row.penalty),
    ...fees,
    figure(s('interest'), (row) => row.interest),
    figure(s('principal'), (row) => row.principal),
    figure(s('total'), (row) => row.total),
  ];
}

/** What the borrower owes of a loan now and why, and the ways to pay it. Nothing while nothing has fallen due. */
export function OwedNow({ loanId }: { loanId: string }) {
  const t = useTranslations('owed');
  const trpc = useTRPC();
  const { data: owed } = useSuspenseQuery({
    ...trpc.repayment.owed.queryOptions({ loanId }),
    refetchInterval: REFRESH_MS,
  });
  const columns = useColumns(owed.rows);
  if (owed.rows.length === 0) return null;
  const rate = () => <Rate value={owed.penaltyPpmPerDay as RatePpm} />;
  return (
    <Panel>
      <PanelHead title={t('title')} note={t.rich('note', { rate, days: owed.graceDays })} />
      <DataTable caption={t('title')} columns={columns} rows={owed.rows} keyOf={(row) => row.number} />
      {owed.rows.map((row) => (
        <PenaltyDays key={row.number} row={row} />
      ))}
      <PanelBody className="max-w-md pt-3">
        <PayForm loanId={loanId} owed={owed} />
      </PanelBody>
    </Panel>
  );
}
