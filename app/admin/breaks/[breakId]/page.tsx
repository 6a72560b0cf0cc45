import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { BreakDesk } from '#components/breaks/break-desk.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { addressed, admitStaff, api, prefetched, trpc, viewer } from '#server/rsc.ts';

type Props = { params: Promise<{ breakId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('breaks'))('one') };
}

export default async function BreakPage({ params }: Props) {
  const { breakId } = await params;
  const { roles } = await admitStaff(['finance', 'administrator', 'auditor'], `/admin/breaks/${breakId}`);
  if (!(await addressed(api.reconciliation.break({ breakId })))) notFound();
  const [t, state, who] = await Promise.all([
    getTranslations('breaks'),
    prefetched(trpc.reconciliation.break.queryOptions({ breakId })),
    viewer(),
  ]);
  return (
    <>
      <Link href="/admin/breaks" className="text-sm text-accent underline-offset-4 hover:underline">
        {t('back')}
      </Link>
      <Hydrate state={state}>
        <BreakDesk
          breakId={breakId}
          memberId={who?.memberId ?? ''}
          mayMake={roles.includes('finance')}
          mayCheck={roles.includes('finance') || roles.includes('administrator')}
        />
      </Hydrate>
    </>
  );
}
