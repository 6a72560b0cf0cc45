import { useEffect, useRef, useState } from 'react';
import type { ProductView } from '#components/trpc/outputs.ts';
import { newRequestId } from '#components/trpc/request-id.ts';
import { type Answers, answersOf, type Fields, STEPS, type Step } from './answers.ts';
import { useAutosave } from './use-autosave.ts';
import { useHandIn } from './use-hand-in.ts';
import { FIELDS_OF, type Problems, useProblems } from './use-problems.ts';

export type WizardStart = {
  products: readonly ProductView[];
  start: { fields: Fields; step: number };
  /** The draft that is continued; a new one when absent. */
  draftId?: string;
  /** The returned loan that is handed in again: what is changed is kept with it. */
  loanId?: string;
};

const firstWrong = (problems: Problems): Step | undefined =>
  STEPS.find((step) => FIELDS_OF[step].some((name) => problems[name] !== undefined));

/** Which page is open. A new page is read out from its heading on. */
function usePages(first: number) {
  const [at, setAt] = useState(Math.min(first, STEPS.length - 1));
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current && at >= 0) heading.current?.focus();
  }, [at]);
  const goTo = (next: Step): void => {
    moved.current = true;
    setAt(STEPS.indexOf(next));
  };
  return { at, step: STEPS[at] ?? ('terms' as const), heading, goTo };
}

/** The state of an application as it is written: its answers, its page, and what is kept of it. */
export function useWizard({ products, start, draftId: continued, loanId }: WizardStart) {
  const [newDraftId] = useState(() => newRequestId());
  const draftId = loanId ? undefined : (continued ?? newDraftId);
  const [fields, setFields] = useState(start.fields);
  const [tried, setTried] = useState(false);
  const sending = useRef(false);
  const { at, step, heading, goTo: turnTo } = usePages(start.step);
  const product = products.find(({ id }) => id === fields.productId) ?? products[0];
  if (!product) throw new Error('there is no product on sale');
  const problems = useProblems(product, fields);
  const saved = useAutosave(loanId ? { loanId } : { draftId: draftId ?? newDraftId }, fields, at);
  const handIn = useHandIn({ draftId, loanId });

  function goTo(next: Step): void {
    setTried(false);
    turnTo(next);
  }
  async function handInAll(answers: Answers | undefined): Promise<void> {
    const wrong = firstWrong(problems);
    if (wrong) turnTo(wrong);
    setTried(wrong !== undefined);
    if (wrong || !answers || sending.current) return;
    sending.current = true;
    // What is still being kept would otherwise come after the draft has ended. Not kept, it is handed in all the same.
    await saved.saveNow().catch(() => undefined);
    sending.current = false;
    handIn.send(answers);
  }
  function goOn(): void {
    if (step === 'check') void handInAll(product && answersOf(fields, product));
    else if (FIELDS_OF[step].some((name) => problems[name] !== undefined)) setTried(true);
    else goTo(STEPS[at + 1] ?? 'check');
  }
  return {
    at,
    step,
    heading,
    goTo,
    goOn,
    product,
    fields,
    draftId,
    saved,
    handIn,
    problems: tried ? problems : {},
    set: (change: Partial<Fields>) => setFields((before) => ({ ...before, ...change })),
  };
}
