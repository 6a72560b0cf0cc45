'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { LiveQuote } from '#components/apply/live-quote.tsx';
import { Refused } from '#components/errors/refused.tsx';
import { ScorePanel } from '#components/score/score-panel.tsx';
import { ScoredStart } from '#components/score/scored-start.tsx';
import type { ReviewedApplication } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { DecisionForm } from './decision-form.tsx';
import { Decisions } from './decisions.tsx';
import { ReviewDocuments } from './review-documents.tsx';
import { ReviewFacts } from './review-facts.tsx';
import { SecondDecision } from './second-decision.tsx';
import { type TermsTyped, typedTerms } from './terms-typed.ts';

const REFRESH_MS = 10_000;
type Props = { application: ReviewedApplication; mayDecide: boolean };

function WhatToDo({ application, mayDecide, onTerms }: Props & { onTerms: (terms: TermsTyped) => void }) {
  const t = useTranslations('review');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { loanId, state, decisions } = application;
  const take = useMutation(trpc.loan.startReview.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }));
  const waiting = decisions.find((decision) => decision.state === 'proposed');
  if (!mayDecide) return <p className="text-sm text-faint">{t('officersOnly')}</p>;
  if (waiting) return <SecondDecision loanId={loanId} decision={waiting} unit={application.product.termUnit} />;
  if (state === 'reviewing')
    return (
      <ScoredStart loanId={loanId}>
        {(scored) => <DecisionForm application={application} scored={scored} onTerms={onTerms} />}
      </ScoredStart>
    );
  if (state === 'submitted')
    return (
      <div className="space-y-3">
        <p className="text-sm text-soft">{t('takeNote')}</p>
        <Button disabled={take.isPending} onClick={() => take.mutate({ loanId })}>
          {t('take')}
        </Button>
        <Refused error={take.error} />
      </div>
    );
  return <p className="text-sm text-soft">{state === 'offered' ? t('waits') : t('nothingToDecide')}</p>;
}

/** One application as it is reviewed: what is asked and what it rests on at the left, what is decided at the right. */
export function ReviewPage({ loanId, mayDecide }: { loanId: string; mayDecide: boolean }) {
  const t = useTranslations('review');
  const trpc = useTRPC();
  const { data: application } = useSuspenseQuery({
    ...trpc.application.review.queryOptions({ loanId }),
    refetchInterval: REFRESH_MS,
  });
  const [typed, setTyped] = useState<TermsTyped>(() => typedTerms(application));
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[1fr_22rem]">
      <div className="min-w-0 space-y-6">
        <ReviewFacts application={application} />
        <ScorePanel loanId={loanId} mayScore={mayDecide && application.state === 'reviewing'} />
        <ReviewDocuments
          loanId={loanId}
          mayJudge={mayDecide && application.state === 'reviewing'}
          mayOpen={mayDecide}
        />
        <Decisions application={application} />
      </div>
      <div className="space-y-6 lg:sticky lg:top-20">
        <Panel>
          <PanelHead title={t('decision')} />
          <PanelBody>
            <WhatToDo application={application} mayDecide={mayDecide} onTerms={setTyped} />
          </PanelBody>
        </Panel>
        <LiveQuote product={application.product} {...typed} />
      </div>
    </div>
  );
}
