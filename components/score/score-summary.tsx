'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Moment } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

/** What everybody may know of a loan's score: the grade and what it means. Nothing where it has not been scored. */
export function ScoreSummary({ loanId }: { loanId: string }) {
  const t = useTranslations('scores');
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.score.summary.queryOptions({ loanId }));
  if (!data) return null;
  return (
    <Panel>
      <PanelHead title={t('summaryTitle', { grade: data.grade })} />
      <PanelBody className="space-y-2 text-sm">
        <p>{t(`meaning.${data.grade}`)}</p>
        <p className="text-faint">
          {t.rich('summaryNote', { rules: data.rules, at: () => <Moment value={data.at} /> })}
        </p>
      </PanelBody>
    </Panel>
  );
}
