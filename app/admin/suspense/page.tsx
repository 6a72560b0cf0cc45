import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SuspenseDesk } from '#components/breaks/suspense-desk.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admitStaff, prefetched, trpc, viewer } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('suspense'))('title') };
}

export default async function SuspensePage() {
  const { roles } = await admitStaff(['finance', 'administrator', 'auditor'], '/admin/suspense');
  const [t, state, who] = await Promise.all([
    getTranslations('suspense'),
    prefetched(trpc.reconciliation.suspense.queryOptions()),
    viewer(),
  ]);
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      <Hydrate state={state}>
        <SuspenseDesk
          memberId={who?.memberId ?? ''}
          mayMake={roles.includes('finance')}
          mayCheck={roles.includes('finance') || roles.includes('administrator')}
        />
      </Hydrate>
    </>
  );
}
