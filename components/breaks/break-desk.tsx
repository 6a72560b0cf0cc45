'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { AskBank } from './ask-bank.tsx';
import { BreakEvidence } from './break-evidence.tsx';
import { BreakHead } from './break-head.tsx';
import { useCauseText } from './cause-text.ts';
import { Corrections } from './corrections.tsx';
import { DecideCorrection } from './decide-correction.tsx';
import { Equation } from './equation.tsx';
import { BreakHistory } from './history.tsx';
import { MakeCorrection } from './make-correction.tsx';
import { RunAgain } from './run-again.tsx';

export type Rights = Readonly<{ memberId: string; mayMake: boolean; mayCheck: boolean }>;

/** One break: what differs and why, what lies about it, what is proposed, and who has decided what. */
export function BreakDesk({ breakId, ...rights }: Rights & { breakId: string }) {
  const t = useTranslations('breaks');
  const trpc = useTRPC();
  const causeOf = useCauseText();
  const { data } = useSuspenseQuery(trpc.reconciliation.break.queryOptions({ breakId }));
  const { found, choices, corrections } = data;
  const waiting = corrections.find(({ state }) => state === 'made');
  const approved = corrections.find(({ state }) => state === 'approved');
  const mayChoose = rights.mayMake && !waiting && !approved && choices.length > 0;
  return (
    <>
      <BreakHead found={found} />
      <div className="space-y-6">
        <Notice kind={found.state === 'resolved' ? 'good' : 'wait'} title={t('cause')}>
          {causeOf(found.cause)}
        </Notice>
        <Equation found={found} />
        {waiting ? <DecideCorrection correction={waiting} {...rights} /> : null}
        {approved ? <Notice kind="wait">{t('underWay')}</Notice> : null}
        {mayChoose ? (
          <MakeCorrection
            key={found.state}
            breakId={breakId}
            choices={choices}
            proposed={corrections.find(({ state }) => state === 'proposed')?.kind}
          />
        ) : null}
        <Corrections corrections={corrections} />
        <BreakEvidence evidence={data.evidence} date={found.businessDate} />
        <AskBank breakId={breakId} />
        {rights.mayCheck ? <RunAgain date={found.businessDate} /> : null}
        <BreakHistory history={data.history} />
      </div>
    </>
  );
}
