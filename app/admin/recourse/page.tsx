import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Compensations } from '#components/recourse/compensations.tsx';
import { FailedCompensations } from '#components/recourse/failed-compensations.tsx';
import { WriteOffs } from '#components/recourse/write-offs.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admit, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('recourse'))('title') };
}

export default async function RecoursePage() {
  const { roles } = await admit('admin', '/admin/recourse');
  const [t, state] = await Promise.all([
    getTranslations('recourse'),
    prefetched(
      trpc.recourse.all.queryOptions(),
      trpc.recourse.failed.queryOptions(),
      trpc.recourse.writeOffs.queryOptions(),
    ),
  ]);
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      <Hydrate state={state}>
        <div className="space-y-6">
          <FailedCompensations />
          <Compensations />
          <WriteOffs mayDecide={roles.includes('finance') || roles.includes('risk-officer')} />
        </div>
      </Hydrate>
    </>
  );
}
