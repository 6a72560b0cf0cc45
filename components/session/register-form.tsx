'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { refusalOf } from '#components/trpc/refusal.ts';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';
import { useSignIn } from './use-sign-in.ts';

type Wanted = 'investor' | 'borrower' | 'guarantor';
const HOMES = { investor: '/invest', borrower: '/borrow', guarantor: '/guarantee' } as const;
type Problems = { login?: string; password?: string };
const LOGIN = /^[\w.@+-]{3,80}$/;
const SHORTEST_PASSWORD = 8;

function RoleChoice({ role, onChange }: { role: Wanted; onChange: (role: Wanted) => void }) {
  const t = useTranslations('register');
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{t('purpose')}</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {(['investor', 'borrower', 'guarantor'] as const).map((choice) => (
          <label
            key={choice}
            className="flex cursor-pointer gap-3 rounded-md border border-line-strong p-3 has-checked:border-accent has-checked:bg-accent-wash"
          >
            <input
              type="radio"
              name="role"
              value={choice}
              checked={role === choice}
              onChange={() => onChange(choice)}
              className="mt-1 size-4 accent-accent"
            />
            <span>
              <span className="block text-sm font-medium">{t(`${choice}.title`)}</span>
              <span className="block text-xs text-soft">{t(`${choice}.text`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A new member: what they come for, a login and a password; then straight on to their portal. */
export function RegisterForm({ initial }: { initial: Wanted }) {
  const t = useTranslations('register');
  const trpc = useTRPC();
  const register = useMutation(trpc.session.register.mutationOptions());
  const { enter, busy } = useSignIn();
  const [role, setRole] = useState<Wanted>(initial);
  const [problems, setProblems] = useState<Problems>({});
  const taken = refusalOf(register.error)?.code === 'CONFLICT';

  function submit(form: HTMLFormElement): void {
    const given = new FormData(form);
    const login = String(given.get('login')).trim();
    const password = String(given.get('password'));
    const found: Problems = {
      login: LOGIN.test(login) ? undefined : t('loginProblem'),
      password: password.length >= SHORTEST_PASSWORD ? undefined : t('passwordProblem', { least: SHORTEST_PASSWORD }),
    };
    setProblems(found);
    if (found.login || found.password) return;
    register.mutate(
      { login, password, role },
      {
        onSuccess: () => void enter('credentials', { login, password }, HOMES[role]),
      },
    );
  }

  return (
    <form
      noValidate
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <RoleChoice role={role} onChange={setRole} />
      <Field label={t('login')} hint={t('loginHint')} error={taken ? t('taken') : problems.login}>
        {(control) => <Input {...control} name="login" autoComplete="username" autoCapitalize="none" />}
      </Field>
      <Field label={t('password')} hint={t('passwordHint', { least: SHORTEST_PASSWORD })} error={problems.password}>
        {(control) => <Input {...control} name="password" type="password" autoComplete="new-password" />}
      </Field>
      {taken ? null : <Refused error={register.error} />}
      <Button type="submit" wide disabled={register.isPending || busy}>
        {register.isPending || busy ? t('working') : t('submit')}
      </Button>
    </form>
  );
}
