import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { TryOutcome } from '#components/repayment/try-outcome.tsx';
import { Moment } from '#components/time/day.tsx';
import type { PaymentView } from '#components/trpc/outputs.ts';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';

/** Payments of a loan and the last try, with what each was for and how it ended; earlier tries in vain are folded. */
export function Payments({ payments }: { payments: readonly PaymentView[] }) {
  const t = useTranslations('payments');
  const s = useTranslations('schedule');
  if (payments.length === 0) return null;
  const columns: ColumnOf<PaymentView>[] = [
    { label: t('at'), lead: true, cell: (one) => <Moment value={one.createdAt} /> },
    {
      label: t('what'),
      cell: (one) => (
        <>
          {t(`kind.${one.kind}`)}
          <span className="block text-2xs text-faint">{t(`trigger.${one.trigger}`)}</span>
        </>
      ),
    },
    { label: t('outcome'), cell: (one) => <TryOutcome of={one} /> },
    { label: t('penalty'), end: true, cell: (one) => <Amount value={one.penalty} /> },
    { label: t('fee'), end: true, cell: (one) => <Amount value={one.fee} /> },
    { label: s('interest'), end: true, cell: (one) => <Amount value={one.interest} /> },
    { label: s('principal'), end: true, cell: (one) => <Amount value={one.principal} /> },
    { label: t('amount'), end: true, cell: (one) => <Amount value={one.amount} /> },
  ];
  const isOld = (one: PaymentView) => one.state === 'failed' && one !== payments[0];
  const inVain = payments.filter(isOld);
  const table = (caption: string, rows: readonly PaymentView[]) => (
    <DataTable caption={caption} columns={columns} rows={rows} keyOf={(one) => one.id} />
  );
  return (
    <Panel>
      <PanelHead title={t('title')} />
      {table(
        t('title'),
        payments.filter((one) => !isOld(one)),
      )}
      {inVain.length > 0 ? (
        <details className="text-sm">
          <summary className="cursor-pointer px-4 py-3 text-accent sm:px-5">
            {t('earlier', { count: inVain.length })}
          </summary>
          {table(t('earlier', { count: inVain.length }), inVain)}
        </details>
      ) : null}
    </Panel>
  );
}
