'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { problemsIn, readTerms, type TermDraft, termDraft, unreadable } from './term-draft.ts';
import { TermInputs } from './term-inputs.tsx';
import type { Terms } from './term-text.ts';

/** Sends the proposal; what the server finds wrong is told field by field. */
function usePropose() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const requestId = useRef(newRequestId());
  const propose = useMutation(
    trpc.product.propose.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(),
      onError: () => {
        requestId.current = newRequestId();
      },
    }),
  );
  const send = ({ code, name, ...terms }: Terms, validFrom: string) => {
    const lists = {
      borrowerKinds: [...terms.borrowerKinds],
      collateralKinds: [...terms.collateralKinds],
      allocationOrder: [...terms.allocationOrder],
    };
    propose.mutate({ requestId: requestId.current, code, name, validFrom, terms: { ...terms, ...lists } });
  };
  return { propose, send };
}

/** The next version of a product, begun from the newest one: every term may differ, and every wrong one is named. */
export function ProposeForm({ base, today }: { base: Terms; today: string }) {
  const t = useTranslations('products');
  const { propose, send } = usePropose();
  const [draft, setDraft] = useState<TermDraft>(() => termDraft(base));
  const [validFrom, setValidFrom] = useState(today);
  const [tried, setTried] = useState(false);
  function submit(): void {
    setTried(true);
    const terms = readTerms(base, draft);
    if (terms) send(terms, validFrom);
  }
  return (
    <Panel>
      <PanelHead title={t('propose')} note={t('proposeNote')} />
      <PanelBody>
        <form
          noValidate
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
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
            <TermInputs
              draft={draft}
              unread={tried ? unreadable(draft) : []}
              refused={problemsIn(refusalOf(propose.error)?.details.problems)}
              set={(name, text) => setDraft({ ...draft, [name]: text })}
            />
          </div>
          <Refused error={propose.error} />
          <Button type="submit" disabled={propose.isPending}>
            {t('proposeVersion')}
          </Button>
        </form>
      </PanelBody>
    </Panel>
  );
}
