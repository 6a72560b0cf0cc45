import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AlertList } from '#components/alert/alert-list.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admitStaff, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('alerts'))('title') };
}

export default async function AlertsPage() {
  const { roles } = await admitStaff(['finance', 'administrator', 'auditor'], '/admin/alerts');
  const [t, state] = await Promise.all([getTranslations('alerts'), prefetched(trpc.alert.all.queryOptions())]);
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      <Hydrate state={state}>
        <AlertList mayAcknowledge={roles.includes('finance') || roles.includes('administrator')} />
      </Hydrate>
    </>
  );
}
