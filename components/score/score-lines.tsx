import { useTranslations } from 'next-intl';
import type { ScoreView } from '#components/trpc/outputs.ts';
import { Badge } from '#components/ui/badge.tsx';
import { DataTable } from '#components/ui/data-table.tsx';

type Line = ScoreView['lines'][number];

const outcomeOf = ({ matched, knockOut }: Line) => {
  if (matched === null) return { key: 'untold', tone: 'warm' } as const;
  if (!matched) return { key: 'no', tone: 'plain' } as const;
  return knockOut ? ({ key: 'knockOut', tone: 'risk' } as const) : ({ key: 'yes', tone: 'accent' } as const);
};

const signed = (points: number): string => (points > 0 ? `+${points}` : String(points));

/** What each rule made of the application, and why: what counted first. */
export function ScoreLines({ score }: { score: ScoreView }) {
  const t = useTranslations('scores');
  const weight = ({ matched, knockOut, points }: Line): number => (matched ? (knockOut ? 1e6 : Math.abs(points)) : -1);
  const rows = [...score.lines].sort((left, right) => weight(right) - weight(left));
  return (
    <DataTable
      caption={t('breakdown')}
      rows={rows}
      keyOf={(line) => line.name}
      columns={[
        { label: t('rule'), lead: true, cell: (line) => line.name, foot: t('sum') },
        { label: t('reason'), cell: (line) => <span className="text-soft">{line.reason}</span> },
        {
          label: t('holds'),
          cell: (line) => {
            const { key, tone } = outcomeOf(line);
            return <Badge tone={tone}>{t(`outcome.${key}`)}</Badge>;
          },
        },
        {
          label: t('points'),
          end: true,
          cell: (line) => (line.matched && !line.knockOut ? signed(line.points) : '—'),
          foot: score.points,
        },
      ]}
    />
  );
}
