'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useCashHere } from '#components/cash/custody-mode.tsx';
import { Refused } from '#components/errors/refused.tsx';
import { AmountInWords } from '#components/money/amount.tsx';
import { MoneyInput, useAmount } from '#components/money/money-input.tsx';
import type { PlatformOrderView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';
import { Choice, Field, Input } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import type { ErrorCode } from '#server/primitives/errors.ts';
import { AccountChoice, numberOf, OWN_FUNDS } from './account-choice.tsx';

type Kind = PlatformOrderView['kind'];
const SHORTEST_REASON = 2;

/** The two ends of an order; what its kind does not have is null, and own funds alone are paid out. */
function useEnds() {
  const [kind, setKind] = useState<Kind>('transfer');
  const [source, setSource] = useState(OWN_FUNDS);
  const [target, setTarget] = useState(numberOf('1'));
  return {
    ...{ kind, setKind, source, setSource, target, setTarget },
    ends: {
      kind,
      source: kind === 'top-up' ? null : kind === 'withdrawal' ? OWN_FUNDS : source,
      target: kind === 'withdrawal' ? null : target,
    },
    isSame: kind === 'transfer' && source === target,
  };
}

function usePropose(onDone: () => void, amount: ReturnType<typeof useAmount>) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const requestId = useRef(newRequestId());
  const propose = useMutation(
    trpc.platformAccount.propose.mutationOptions({
      onSuccess: onDone,
      onError: (error) => {
        const refusal = refusalOf(error);
        if (refusal?.code.startsWith('AMOUNT_'))
          amount.refuse({ code: refusal.code as ErrorCode, details: refusal.details });
      },
      onSettled: () => {
        requestId.current = newRequestId();
        return queryClient.invalidateQueries();
      },
    }),
  );
  return { propose, requestId };
}

function EndFields({ draft }: { draft: ReturnType<typeof useEnds> }) {
  const t = useTranslations('platformAccounts');
  const cashHere = useCashHere();
  const { kind, setKind, source, setSource, target, setTarget } = draft;
  const kinds = (['transfer', 'top-up', 'withdrawal'] as const).filter((one) => cashHere || one === 'transfer');
  return (
    <>
      <Choice
        label={t('kindLabel')}
        value={kind}
        options={kinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        hint={t(`kindHint.${kind}`)}
        onChange={(next) => setKind(next as Kind)}
      />
      {kind === 'transfer' ? <AccountChoice label={t('from')} value={source} onChange={setSource} /> : null}
      {kind === 'withdrawal' ? null : <AccountChoice label={t('to')} value={target} onChange={setTarget} />}
    </>
  );
}

/** Proposes to move the platform's own money. Nothing moves before somebody else has agreed. */
export function ProposeOrder() {
  const t = useTranslations('platformAccounts');
  const cashHere = useCashHere();
  const draft = useEnds();
  const { ends, isSame } = draft;
  const amount = useAmount(undefined);
  const [reason, setReason] = useState('');
  const [sent, setSent] = useState(false);
  const { propose, requestId } = usePropose(() => {
    amount.write('');
    setReason('');
    setSent(false);
  }, amount);
  const words = amount.amount ? <AmountInWords value={amount.amount} /> : undefined;
  const given = reason.trim().length >= SHORTEST_REASON;
  const aboutAmount = refusalOf(propose.error)?.code.startsWith('AMOUNT_');
  const submit = (): void => {
    setSent(true);
    amount.show();
    if (amount.amount === undefined || !given || isSame) return;
    propose.mutate({ ...ends, requestId: requestId.current, amount: amount.amount, reason: reason.trim() });
  };
  return (
    <Panel>
      <PanelHead title={t('propose')} note={t('proposeNote')} />
      <PanelBody>
        <form
          noValidate
          className="grid gap-4 sm:grid-cols-2"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <EndFields draft={draft} />
          <MoneyInput state={amount} label={t('amount')} hint={words} />
          <Field
            className="sm:col-span-2"
            label={t('reason')}
            hint={t('reasonHint')}
            error={sent && !given ? t('reasonMissing') : undefined}
          >
            {(control) => (
              <Input {...control} maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
            )}
          </Field>
          <div className="space-y-3 sm:col-span-2">
            {sent && isSame ? <Notice kind="risk" live title={t('sameAccount')} /> : null}
            {aboutAmount ? null : <Refused error={propose.error} />}
            {propose.isSuccess ? <Notice kind="good" live title={t('proposed')} /> : null}
            <Button type="submit" disabled={propose.isPending}>
              {t('submit')}
            </Button>
          </div>
        </form>
        {cashHere ? null : <p className="mt-4 text-xs text-faint">{t('linkedNote')}</p>}
      </PanelBody>
    </Panel>
  );
}
