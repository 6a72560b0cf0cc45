import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Guarantors } from '#components/admin/guarantors.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admitStaff, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('guarantors'))('heading') };
}

export default async function GuarantorsPage() {
  const someone = await admitStaff(['loan-officer', 'risk-officer', 'administrator', 'auditor'], '/admin/guarantors');
  const [t, state] = await Promise.all([getTranslations('guarantors'), prefetched(trpc.guarantor.all.queryOptions())]);
  const mayDecide = someone.roles.some((role) => role === 'risk-officer' || role === 'administrator');
  return (
    <>
      <PageHead title={t('heading')} note={t('note')} />
      <Hydrate state={state}>
        <Guarantors mayDecide={mayDecide} />
      </Hydrate>
    </>
  );
}
