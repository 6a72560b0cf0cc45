import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Progress } from '#components/custody/progress.tsx';
import { homeOf, seesAlerts } from '#components/shell/nav.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { admit, api } from '#server/rsc.ts';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('progress'))('title') };
}

/** Where the browser lands on its way back from the bank. */
export default async function ProgressPage({ searchParams }: Props) {
  const { no, said } = await searchParams;
  const requestNo = typeof no === 'string' ? no : undefined;
  const path = `/custody/progress${requestNo ? `?no=${encodeURIComponent(requestNo)}` : ''}`;
  const [t, someone] = await Promise.all([getTranslations('progress'), admit('anybody', path)]);
  if (requestNo && seesAlerts(someone.roles) && (await api.platformAccount.orderOfPage({ requestNo })))
    redirect('/admin/platform-accounts');
  const home = homeOf(someone.roles);
  return (
    <div className="page max-w-xl py-12">
      <h1 className="mb-6 text-2xl">{t('title')}</h1>
      {requestNo ? (
        <Progress requestNo={requestNo} home={home} said={typeof said === 'string' ? said : undefined} />
      ) : (
        <Notice kind="wait" title={t('unknown')} actions={<ButtonLink href={home}>{t('home')}</ButtonLink>}>
          {t('unknownText')}
        </Notice>
      )}
    </div>
  );
}
