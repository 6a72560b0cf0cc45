import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AlertList } from '#components/alert/alert-list.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { admitStaff, platformStatus, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('alerts'))('title') };
}

export default async function AlertsPage() {
  const { roles } = await admitStaff(['finance', 'administrator', 'auditor'], '/admin/alerts');
  const [t, state, { demo }] = await Promise.all([
    getTranslations('alerts'),
    prefetched(trpc.alert.all.queryOptions()),
    platformStatus(),
  ]);
  return (
    <>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          demo ? (
            <ButtonLink href="/dev/outbox" look="outline" size="sm">
              {t('mails')}
            </ButtonLink>
          ) : null
        }
      />
      <Hydrate state={state}>
        <AlertList mayAcknowledge={roles.includes('finance') || roles.includes('administrator')} />
      </Hydrate>
    </>
  );
}
