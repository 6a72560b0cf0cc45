import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Matrix } from '#components/reconciliation/matrix.tsx';
import { MonthLinks } from '#components/reconciliation/month-links.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { addressed, admitStaff, api, platformStatus } from '#server/rsc.ts';

type Props = { searchParams: Promise<{ month?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('matrix'))('heading') };
}

export default async function ReconciliationPage({ searchParams }: Props) {
  await admitStaff(['finance', 'administrator', 'auditor'], '/admin/reconciliation');
  const { month } = await searchParams;
  const [t, status] = await Promise.all([getTranslations('matrix'), platformStatus()]);
  const matrix = await addressed(api.drill.month({ day: month ? `${month}-01` : status.businessDate }));
  if (!matrix) notFound();
  return (
    <>
      <PageHead title={t('heading')} note={t('note')} actions={<MonthLinks {...matrix} />} />
      <Matrix matrix={matrix} />
    </>
  );
}
