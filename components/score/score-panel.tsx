'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Amount } from '#components/money/amount.tsx';
import { Rate } from '#components/money/rate.tsx';
import { Moment } from '#components/time/day.tsx';
import type { ScoreView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Figure } from '#components/ui/figure.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { ScoreLines } from './score-lines.tsx';
import { useScore } from './use-score.ts';

function Figures({ score }: { score: ScoreView }) {
  const t = useTranslations('scores');
  const price = score.ratePpm === null ? '—' : <Rate value={score.ratePpm} />;
  const limit = score.amountLimit === null ? '—' : <Amount value={score.amountLimit} symbol />;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
      <Figure label={t('grade')}>{score.grade ?? t('noGrade')}</Figure>
      <Figure label={t('total')}>{score.points}</Figure>
      <Figure label={t('price')}>{price}</Figure>
      <Figure label={t('limit')}>{limit}</Figure>
    </dl>
  );
}

/** What each source said, or that it could not be asked, and when. */
function Reports({ score }: { score: ScoreView }) {
  const t = useTranslations('scores');
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
      {score.reports.map(({ source, state, failure, askedAt }) => (
        <li key={source} className="flex flex-wrap items-center gap-2">
          {t(`source.${source}`)}
          <Badge tone={state === 'answered' ? 'good' : 'risk'}>
            {state === 'answered' ? t('answered') : t(failure === 'timeout' ? 'timeout' : 'unavailable')}
          </Badge>
          <span className="text-xs text-faint">
            <Moment value={askedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Scored({ score }: { score: ScoreView }) {
  const t = useTranslations('scores');
  const untold = score.lines.some(({ matched, knockOut }) => matched === null && knockOut);
  return (
    <>
      <PanelBody className="space-y-4">
        <Figures score={score} />
        {score.knockedOut ? <Notice kind="risk" title={t('knockedOut')} /> : null}
        {!score.knockedOut && untold ? <Notice kind="wait" title={t('untold')} /> : null}
        <Reports score={score} />
        {score.shadows.map((shadow) => (
          <p key={shadow.score.id} className="text-xs text-faint">
            {t('shadowSays', {
              version: shadow.version,
              grade: shadow.score.grade ?? t('noGrade'),
              points: shadow.score.points,
            })}
          </p>
        ))}
      </PanelBody>
      <ScoreLines score={score} />
    </>
  );
}

/** The score of an application: grade, price and limit, the points of each rule, and what the sources said. */
export function ScorePanel({ loanId, mayScore }: { loanId: string; mayScore: boolean }) {
  const t = useTranslations('scores');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const score = useScore(loanId);
  const again = useMutation(trpc.score.again.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }));
  const ask = mayScore ? (
    <Button look="outline" size="sm" disabled={again.isPending} onClick={() => again.mutate({ loanId })}>
      {again.isPending ? t('scoring') : t(score.data ? 'again' : 'scoreNow')}
    </Button>
  ) : null;
  const note = score.data ? t('by', { version: score.data.version, name: score.data.name }) : undefined;
  return (
    <Panel>
      <PanelHead title={t('score')} note={note} actions={ask} />
      <Refused error={again.error ?? score.error} className="mx-4 mb-4" />
      {score.data ? <Scored score={score.data} /> : null}
      {score.data === null ? <Empty title={t('notScored')}>{t('notScoredNote')}</Empty> : null}
    </Panel>
  );
}
