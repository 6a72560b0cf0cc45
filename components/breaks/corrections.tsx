import { useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Moment } from '#components/time/day.tsx';
import type { CorrectionView } from '#components/trpc/outputs.ts';
import { DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';

/** `gone:green`: what the re-run said of the break, and what the day then was. Anything else is a person's words. */
function useResultText(): (result: string | null) => string {
  const t = useTranslations('breaks.result');
  const days = useTranslations('state.reconciliation');
  return (result) => {
    const [word = '', rest = ''] = (result ?? '').split(':');
    if (word === 'gone' && rest === '') return t('vanished');
    if (word === 'gone' || word === 'still-there' || word === 'answered-for') {
      const day = (['green', 'red', 'signed', 'incomplete'] as const).find((state) => state === rest);
      return t(word, { day: day ? days(day) : '—' });
    }
    if (word === 'refused' || word === 'bank') return t(word, { code: rest });
    return result ?? '—';
  };
}

/** The corrections of a break, from the first proposal on. */
export function Corrections({ corrections }: { corrections: readonly CorrectionView[] }) {
  const t = useTranslations('breaks');
  const resultOf = useResultText();
  if (corrections.length === 0) return null;
  return (
    <Panel>
      <PanelHead title={t('corrections')} />
      <DataTable
        caption={t('corrections')}
        rows={corrections}
        keyOf={(row) => row.id}
        columns={[
          { label: t('what'), lead: true, cell: (row) => t(`correction.${row.kind}`) },
          { label: t('state'), cell: (row) => <StateBadge kind="correction" state={row.state} /> },
          { label: t('reason'), cell: (row) => row.reason ?? '—' },
          {
            label: t('maker'),
            cell: (row) => (
              <>
                {row.makerName ?? t('program')} <Moment value={row.madeAt ?? row.proposedAt} />
              </>
            ),
          },
          {
            label: t('checker'),
            cell: (row) =>
              row.checkedAt ? (
                <>
                  {row.checkerName} <Moment value={row.checkedAt} />
                </>
              ) : (
                '—'
              ),
          },
          { label: t('resultHead'), cell: (row) => resultOf(row.result) },
        ]}
      />
    </Panel>
  );
}
