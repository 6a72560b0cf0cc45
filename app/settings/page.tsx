import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SessionList } from '#components/session/session-list.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admit, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings'))('title') };
}

export default async function SettingsPage() {
  await admit('anybody', '/settings');
  const [t, state] = await Promise.all([getTranslations('settings'), prefetched(trpc.session.mine.queryOptions())]);
  return (
    <div className="page py-6 sm:py-10">
      <PageHead title={t('title')} />
      <Hydrate state={state}>
        <SessionList />
      </Hydrate>
    </div>
  );
}
