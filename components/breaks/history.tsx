import { useTranslations } from 'next-intl';
import { Moment } from '#components/time/day.tsx';
import type { BreakPageView } from '#components/trpc/outputs.ts';
import { DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';

const VERBS = [
  'propose-break',
  'approve-break',
  'reopen-break',
  'resolve-break',
  'propose-correction',
  'make-correction',
  'approve-correction',
  'reject-correction',
  'drop-correction',
  'apply-correction',
  'fail-correction',
] as const;

/** Who changed what of a break and its corrections, and when. */
export function BreakHistory({ history }: { history: BreakPageView['history'] }) {
  const t = useTranslations('breaks');
  const verbs = useTranslations('breaks.verb');
  if (history.length === 0) return null;
  return (
    <Panel>
      <PanelHead title={t('history')} />
      <DataTable
        caption={t('history')}
        rows={history}
        keyOf={(row) => row.id}
        columns={[
          {
            label: t('what'),
            lead: true,
            cell: (row) => {
              const known = VERBS.find((verb) => verb === row.verb);
              return known ? verbs(known) : row.verb;
            },
          },
          { label: t('when'), cell: (row) => <Moment value={row.at} seconds /> },
          { label: t('who'), cell: (row) => row.byName ?? t('program') },
        ]}
      />
    </Panel>
  );
}
