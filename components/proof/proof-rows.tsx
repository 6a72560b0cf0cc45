import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day } from '#components/time/day.tsx';
import type { ProofPaymentView, ProofView } from '#components/trpc/outputs.ts';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { type Money, plus, sum } from '#server/primitives/money.ts';

type Line = { row: ProofView['rows'][number]; payment: ProofPaymentView | undefined };

const linesOf = ({ rows }: ProofView): Line[] =>
  rows.flatMap((row): Line[] =>
    row.payments.length > 0 ? row.payments.map((payment) => ({ row, payment })) : [{ row, payment: undefined }],
  );

function useColumns(proof: ProofView): ColumnOf<Line>[] {
  const t = useTranslations('proof');
  const lines = linesOf(proof);
  const paid = (label: string, pick: (payment: ProofPaymentView) => Money): ColumnOf<Line> => ({
    label,
    end: true,
    cell: ({ payment }) => (payment ? <Amount value={pick(payment)} /> : <span className="text-faint">—</span>),
    foot: <Amount value={sum(lines.flatMap(({ payment }) => (payment ? [pick(payment)] : [])))} />,
  });
  return [
    {
      label: t('row'),
      lead: true,
      cell: ({ row }) => (
        <>
          <span className="num">{row.number}</span> <StateBadge kind="instalment" state={row.state} />
          <span className="block text-2xs font-normal text-faint">
            {row.kind === 'scheduled' ? null : `${t(`kind.${row.kind}`)} · `}
            <Day value={row.dueOn} />
          </span>
        </>
      ),
      foot: t('sum'),
    },
    {
      label: t('planned'),
      end: true,
      className: 'text-faint',
      cell: ({ row }) => <Amount value={sum([row.principal, row.interest, row.fee])} />,
    },
    { label: t('paidBy'), cell: ({ payment }) => (payment ? t(`payer.${payment.payer}`) : t('notPaid')) },
    paid(t('principal'), (payment) => payment.paid.principal),
    paid(t('interest'), (payment) => payment.paid.interest),
    paid(t('penaltyAndFee'), (payment) => plus(payment.paid.penalty, payment.paid.fee)),
    paid(t('toInvestors'), ({ investors: { penalty, fee, interest, principal } }) =>
      sum([penalty, fee, interest, principal]),
    ),
    paid(t('toOthers'), ({ compensator, platform }) => plus(compensator, platform)),
    paid(t('difference'), (payment) => payment.difference),
    {
      label: t('leftOver'),
      end: true,
      cell: ({ row, payment }) =>
        payment ? (
          <Link
            href={`?row=${row.number}#shares`}
            scroll={false}
            className="inline-flex min-h-6 items-center text-accent underline underline-offset-4"
          >
            {t('leftOverCount', { count: payment.leftOver })}
          </Link>
        ) : (
          <span className="text-faint">—</span>
        ),
    },
  ];
}

/** Row by row: what was owed, what was paid, where it went, and what lies between. */
export function ProofRows({ proof }: { proof: ProofView }) {
  const t = useTranslations('proof');
  const columns = useColumns(proof);
  const shown = proof.settled ? columns : columns.slice(0, 2);
  const plan: ColumnOf<Line>[] = [
    { label: t('principal'), end: true, cell: ({ row }) => <Amount value={row.principal} /> },
    { label: t('interest'), end: true, cell: ({ row }) => <Amount value={row.interest} /> },
  ];
  return (
    <Panel>
      <PanelHead title={t('rows')} note={t(proof.settled ? 'rowsNote' : 'planNote')} />
      <DataTable
        caption={t('rows')}
        columns={proof.settled ? shown : [...shown, ...plan]}
        rows={linesOf(proof)}
        keyOf={({ row, payment }) => `${row.number}-${payment?.payer}`}
      />
    </Panel>
  );
}
