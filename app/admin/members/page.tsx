import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { MemberTable } from '#components/admin/member-table.tsx';
import { MEMBERS_PAGE } from '#components/admin/members-page.ts';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admitStaff, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('members'))('heading') };
}

export default async function MembersPage() {
  await admitStaff(['administrator', 'auditor', 'risk-officer', 'finance'], '/admin/members');
  const [t, state] = await Promise.all([
    getTranslations('members'),
    prefetched(trpc.member.masked.queryOptions({ limit: MEMBERS_PAGE, offset: 0 })),
  ]);
  return (
    <>
      <PageHead title={t('heading')} />
      <Hydrate state={state}>
        <MemberTable />
      </Hydrate>
    </>
  );
}
