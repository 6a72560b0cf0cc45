import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { DemoPeople } from '#components/demo/people.tsx';
import { SignInForm } from '#components/session/sign-in-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { platformStatus, viewer } from '#server/rsc.ts';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') };
}

/** Only paths of this site: a link may not send somebody who has just signed in elsewhere. */
const safeNext = (next: unknown): string => (typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/');

export default async function SignInPage({ searchParams }: Props) {
  const [asked, t, status, someone] = await Promise.all([
    searchParams,
    getTranslations('signIn'),
    platformStatus(),
    viewer(),
  ]);
  const next = safeNext(asked.next);
  const people = status.demo?.people ?? [];
  const why = asked.reason === 'role' && someone ? 'role' : asked.next ? 'ended' : undefined;
  return (
    <div className="page grid gap-8 py-8 lg:grid-cols-[24rem_1fr] lg:gap-14 lg:py-14">
      <div>
        <h1 className="mb-5 text-3xl">{t('title')}</h1>
        {why ? (
          <Notice kind="wait" className="mb-5">
            {t(why)}
          </Notice>
        ) : null}
        <Panel className="p-5">
          <SignInForm next={next} />
          <p className="mt-4 text-sm text-soft">
            {t('noAccount')}{' '}
            <Link href="/register" className="text-accent underline underline-offset-4">
              {t('register')}
            </Link>
          </p>
        </Panel>
      </div>
      {people.length > 0 ? (
        <section aria-labelledby="demo-people">
          <h2 id="demo-people" className="mb-1 text-xl">
            {t('demoTitle')}
          </h2>
          <p className="mb-5 text-sm text-soft">{t('demoNote')}</p>
          <DemoPeople people={people} />
        </section>
      ) : null}
    </div>
  );
}
