import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { RegisterForm } from '#components/session/register-form.tsx';
import { Panel } from '#components/ui/panel.tsx';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('register'))('title') };
}

export default async function RegisterPage({ searchParams }: Props) {
  const [asked, t] = await Promise.all([searchParams, getTranslations('register')]);
  const initial = (['borrower', 'guarantor'] as const).find((role) => role === asked.role) ?? 'investor';
  return (
    <div className="page max-w-xl py-8 lg:py-14">
      <h1 className="mb-2 text-3xl">{t('title')}</h1>
      <p className="mb-6 text-sm text-soft">{t('note')}</p>
      <Panel className="p-5">
        <RegisterForm initial={initial} />
      </Panel>
      <p className="mt-4 text-sm text-soft">
        {t('haveAccount')}{' '}
        <Link href="/sign-in" className="text-accent underline underline-offset-4">
          {t('signIn')}
        </Link>
      </p>
    </div>
  );
}
