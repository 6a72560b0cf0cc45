'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { IdentityFields } from './identity-fields.tsx';
import { type Proposal, type ProposalDraft, problemsOf, readProposal, startProposal } from './proposal-draft.ts';
import { problemsIn } from './term-draft.ts';
import { TermInputs } from './term-inputs.tsx';
import type { Terms } from './term-text.ts';
import { TickedTerms } from './ticked-terms.tsx';

/** Sends the proposal; a refused one may be changed and sent anew. */
function usePropose(onProposed: (code: string) => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const requestId = useRef(newRequestId());
  const propose = useMutation(
    trpc.product.propose.mutationOptions({
      onSuccess: async (_made, { code }) => {
        await queryClient.invalidateQueries();
        onProposed(code);
      },
      onError: () => {
        requestId.current = newRequestId();
      },
    }),
  );
  return {
    propose,
    send: (proposal: Proposal, validFrom: string) =>
      propose.mutate({ ...proposal, validFrom, requestId: requestId.current }),
  };
}

/** The draft, and what is wrong with each field in the words of the form or, once it was sent, of the server. */
function useProposal(base: Terms, codes: readonly string[], error: unknown) {
  const t = useTranslations('products');
  const [draft, setDraft] = useState<ProposalDraft>(() => startProposal(base));
  const [tries, setTries] = useState(0);
  const own = problemsOf(draft, codes);
  const refused = problemsIn(refusalOf(error)?.details.problems);
  return {
    draft,
    set: (change: Partial<ProposalDraft>) => setDraft((before) => ({ ...before, ...change })),
    problemOf: (field: string): string | undefined => {
      const problem = (tries > 0 ? own.get(field) : undefined) ?? refused.get(field);
      return problem && t(`problem.${problem}`);
    },
    read: (): Proposal | undefined => {
      setTries(tries + 1);
      return own.size > 0 ? undefined : readProposal(base, draft);
    },
    isIncomplete: tries > 0 && own.size > 0,
    tries,
  };
}

/** A long form goes to the first field that is wrong, each time that it was tried or refused. */
function useFirstWrong(tries: number, error: unknown) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (tries > 0 || error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries, error]);
  return form;
}

type Props = { base: Terms; codes: readonly string[]; today: string; onProposed: (code: string) => void };

/** The next version of a product, or a new one, begun from the newest: every term may differ, every wrong one is named. */
export function ProposeForm({ base, codes, today, onProposed }: Props) {
  const t = useTranslations('products');
  const { propose, send } = usePropose(onProposed);
  const { draft, set, problemOf, read, isIncomplete, tries } = useProposal(base, codes, propose.error);
  const form = useFirstWrong(tries, propose.error);
  const [validFrom, setValidFrom] = useState(today);
  function submit(): void {
    const proposal = read();
    if (proposal) send(proposal, validFrom);
  }
  return (
    <Panel>
      <PanelHead title={t('propose')} note={t('proposeNote')} />
      <PanelBody>
        <form
          ref={form}
          noValidate
          className="space-y-5"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            <IdentityFields base={base} draft={draft} set={set} problemOf={problemOf} />
            <Field label={t('validFrom')} hint={t('validFromHint')}>
              {(control) => (
                <Input
                  {...control}
                  type="date"
                  value={validFrom}
                  onChange={(event) => setValidFrom(event.target.value)}
                />
              )}
            </Field>
          </div>
          <TickedTerms draft={draft} set={set} problemOf={problemOf} />
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            <TermInputs
              draft={draft.texts}
              problemOf={problemOf}
              set={(name, text) => set({ texts: { ...draft.texts, [name]: text } })}
            />
          </div>
          <p aria-live="polite" className={isIncomplete ? 'text-sm text-risk' : 'sr-only'}>
            {isIncomplete ? t('incomplete') : null}
          </p>
          <Refused error={propose.error} />
          <Button type="submit" disabled={propose.isPending}>
            {t('proposeVersion')}
          </Button>
        </form>
      </PanelBody>
    </Panel>
  );
}
