'use client';

import { useTranslations } from 'next-intl';
import { useErrorText } from '#components/errors/error-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useSignIn } from './use-sign-in.ts';

/** Login and password; pasting and password managers work, since nothing stands in their way. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('signIn');
  const errorText = useErrorText();
  const { enter, busy, error } = useSignIn();
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        void enter('credentials', { login: String(given.get('login')), password: String(given.get('password')) }, next);
      }}
    >
      <Field label={t('login')}>
        {(control) => <Input {...control} name="login" autoComplete="username" required autoCapitalize="none" />}
      </Field>
      <Field label={t('password')}>
        {(control) => <Input {...control} name="password" type="password" autoComplete="current-password" required />}
      </Field>
      {error ? (
        <Notice kind="risk" live>
          {errorText(error)}
        </Notice>
      ) : null}
      <Button type="submit" wide disabled={busy}>
        {busy ? t('checking') : t('submit')}
      </Button>
    </form>
  );
}
