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
import { Field, Input, Select } from '#components/ui/field.tsx';
import type { Holder } from './onboarding.tsx';
import {
  ENTERPRISE_FIELDS,
  type EnterpriseField,
  sampleEnterprise,
  type TypedEnterprise,
} from './sample-enterprise.ts';

const BANKS = ['ICBK', 'ABOC', 'BKCH', 'PCBC', 'COMM', 'PSBC', 'CMBC', 'FJIB'] as const;
const WORDS: ReadonlySet<EnterpriseField> = new Set(['name', 'legalName', 'contactName']);
const PHONES: ReadonlySet<EnterpriseField> = new Set(['legalPhone', 'contactPhone']);
const PROBLEMS = ['malformed', 'check-digit', 'birth-date', 'under-age', 'taken', 'not-as-registered'] as const;
const NOTHING = Object.fromEntries(ENTERPRISE_FIELDS.map((name) => [name, ''])) as TypedEnterprise;

/** Begins at the server, then goes on to the bank. A refused try is another request. */
function useOpenEnterprise() {
  const trpc = useTRPC();
  const router = useRouter();
  const requestId = useRef(newRequestId());
  const open = useMutation(
    trpc.cash.openEnterpriseAccount.mutationOptions({
      onSuccess: ({ instructionId }) => router.push(`/custody/go/${instructionId}`),
      onError: () => {
        requestId.current = newRequestId();
      },
    }),
  );
  return {
    open,
    begin: (as: Holder, typed: TypedEnterprise) => open.mutate({ as, requestId: requestId.current, ...typed }),
  };
}

type ControlProps = { name: EnterpriseField; value: string; onText: (text: string) => void };

function Control({ name, value, onText, ...control }: ControlProps & { id: string }) {
  const t = useTranslations('openEnterprise');
  if (name === 'bankCode')
    return (
      <Select {...control} name={name} value={value} onChange={(event) => onText(event.target.value)}>
        <option value="">{t('chooseBank')}</option>
        {BANKS.map((code) => (
          <option key={code} value={code}>
            {t(`bank.${code}`)}
          </option>
        ))}
      </Select>
    );
  const inputMode = PHONES.has(name) ? 'tel' : name === 'accountNumber' ? 'numeric' : undefined;
  return (
    <Input
      {...{ ...control, name, inputMode, value }}
      autoComplete={name === 'name' ? 'organization' : 'off'}
      className={WORDS.has(name) ? undefined : 'num'}
      onChange={(event) => onText(event.target.value)}
    />
  );
}

/** The company that opens the account; the bank's own page takes the password, then its clerk audits the papers. */
export function OpenEnterpriseForm({ as, demo }: { as: Holder; demo: boolean }) {
  const t = useTranslations('openEnterprise');
  const why = useTranslations('openAccount.why');
  const [typed, setTyped] = useState<TypedEnterprise>(NOTHING);
  const { open, begin } = useOpenEnterprise();
  const refusal = refusalOf(open.error);
  const wrong = refusal?.code === 'INPUT_INVALID' ? refusal.details.field : undefined;
  const problem = PROBLEMS.find((known) => known === refusal?.details.problem) ?? 'malformed';
  const write = (name: EnterpriseField, text: string) => {
    setTyped({ ...typed, [name]: text });
    if (wrong === name) open.reset();
  };
  const busy = open.isPending || open.isSuccess;
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        begin(as, typed);
      }}
    >
      {ENTERPRISE_FIELDS.map((name) => (
        <Field
          key={name}
          label={t(`field.${name}`)}
          hint={t(`hint.${name}`)}
          error={wrong === name ? t('problem', { field: t(`field.${name}`), problem: why(problem) }) : undefined}
        >
          {(control) => <Control {...control} name={name} value={typed[name]} onText={(text) => write(name, text)} />}
        </Field>
      ))}
      {wrong ? null : <Refused error={open.error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={busy}>
          {busy ? t('going') : t('submit')}
        </Button>
        {demo ? (
          <Button look="outline" onClick={() => setTyped(sampleEnterprise())}>
            {t('sample')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
