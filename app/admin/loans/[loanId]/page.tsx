import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ReviewPage } from '#components/review/review-page.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admit, findApplication, prefetched, trpc } from '#server/rsc.ts';

type Props = { params: Promise<{ loanId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('review'))('one') };
}

export default async function ReviewOnePage({ params }: Props) {
  const { loanId } = await params;
  const { roles } = await admit('admin', `/admin/loans/${loanId}`);
  const [t, application] = await Promise.all([getTranslations('review'), findApplication(loanId)]);
  if (!application) notFound();
  const state = await prefetched(
    trpc.application.review.queryOptions({ loanId }),
    trpc.application.documentsInReview.queryOptions({ loanId }),
  );
  return (
    <>
      <Link href="/admin" className="text-sm text-accent underline-offset-4 hover:underline">
        {t('backToQueue')}
      </Link>
      <h1 className="mt-3 mb-6 text-2xl sm:text-3xl">{application.title}</h1>
      <Hydrate state={state}>
        <ReviewPage loanId={loanId} mayDecide={roles.includes('loan-officer') || roles.includes('risk-officer')} />
      </Hydrate>
    </>
  );
}
