import { getTranslations } from 'next-intl/server';
import { PageSkeleton } from '#components/ui/skeleton.tsx';

/**
 * What stands in a portal while its next page is made. The public pages have none: an answer that has begun can no
 * longer say 404, as theirs must for a loan that nobody knows.
 */
export async function PageLoading() {
  return <PageSkeleton label={(await getTranslations('shell'))('loading')} />;
}
