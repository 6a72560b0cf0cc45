'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';
import type { Holder } from './onboarding.tsx';
import { sampleIdentity, type TypedIdentity } from './sample-identity.ts';

const FIELDS = [
  { name: 'realName', autoComplete: 'name', inputMode: undefined },
  { name: 'idNumber', autoComplete: 'off', inputMode: undefined },
  { name: 'phone', autoComplete: 'tel-national', inputMode: 'tel' },
  { name: 'cardNumber', autoComplete: 'off', inputMode: 'numeric' },
] as const;
type FieldName = keyof TypedIdentity;
const PROBLEMS = ['malformed', 'check-digit', 'birth-date', 'under-age', 'taken', 'not-as-registered'] as const;
const NOBODY: TypedIdentity = { realName: '', idNumber: '', phone: '', cardNumber: '' };

/** Begins at the server, then goes on to the bank. A refused try is another request. */
function useOpenAccount() {
  const trpc = useTRPC();
  const router = useRouter();
  const requestId = useRef(newRequestId());
  const open = useMutation(
    trpc.cash.openAccount.mutationOptions({
      onSuccess: ({ instructionId }) => router.push(`/custody/go/${instructionId}`),
      onError: () => {
        requestId.current = newRequestId();
      },
    }),
  );
  return {
    open,
    begin: (as: Holder, identity: TypedIdentity) => open.mutate({ as, requestId: requestId.current, ...identity }),
  };
}

/** Who opens the account; the bank's own page checks it again, binds the card and sets the password. */
export function OpenAccountForm({ as, demo }: { as: Holder; demo: boolean }) {
  const t = useTranslations('openAccount');
  const [identity, setIdentity] = useState<TypedIdentity>(NOBODY);
  const { open, begin } = useOpenAccount();
  const refusal = refusalOf(open.error);
  const wrong = refusal?.code === 'INPUT_INVALID' ? refusal.details.field : undefined;
  const problem = PROBLEMS.find((known) => known === refusal?.details.problem) ?? 'malformed';
  const errorOf = (name: FieldName) =>
    wrong === name ? t(`problem.${name}`, { problem: t(`why.${problem}`) }) : undefined;
  const write = (name: FieldName, text: string) => {
    setIdentity({ ...identity, [name]: text });
    if (wrong === name) open.reset();
  };
  const busy = open.isPending || open.isSuccess;
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        begin(as, identity);
      }}
    >
      {FIELDS.map(({ name, autoComplete, inputMode }) => (
        <Field key={name} label={t(`field.${name}`)} hint={t(`hint.${name}`)} error={errorOf(name)}>
          {(control) => (
            <Input
              {...{ ...control, name, autoComplete, inputMode }}
              className={name === 'realName' ? undefined : 'num'}
              value={identity[name]}
              onChange={(event) => write(name, event.target.value)}
            />
          )}
        </Field>
      ))}
      {wrong ? null : <Refused error={open.error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={busy}>
          {busy ? t('going') : t('submit')}
        </Button>
        {demo ? (
          <Button look="outline" onClick={() => setIdentity(sampleIdentity())}>
            {t('sample')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
