import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ReviewQueue } from '#components/admin/review-queue.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admit, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('review'))('title') };
}

export default async function ReviewPage() {
  const { roles } = await admit('admin', '/admin');
  const [t, state] = await Promise.all([getTranslations('review'), prefetched(trpc.loan.reviewQueue.queryOptions())]);
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      <Hydrate state={state}>
        <ReviewQueue mayDecide={roles.includes('loan-officer') || roles.includes('risk-officer')} />
      </Hydrate>
    </>
  );
}
