import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { CertificateSheet, CertificateState } from '#components/reconciliation/certificate-sheet.tsx';
import { DayLinks } from '#components/reconciliation/day-links.tsx';
import { monthPath } from '#components/reconciliation/paths.ts';
import { Day } from '#components/time/day.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { plainDate } from '#server/primitives/calendar.ts';
import { addressed, admitStaff, api } from '#server/rsc.ts';

type Props = { params: Promise<{ date: string }>; searchParams: Promise<{ version?: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getTranslations('certificate'))('heading')} ${(await params).date}` };
}

export default async function CertificatePage({ params, searchParams }: Props) {
  const [{ date }, { version }] = [await params, await searchParams];
  await admitStaff(['finance', 'administrator', 'auditor'], `/admin/reconciliation/${date}/certificate`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) notFound();
  const wanted = version === undefined ? undefined : Number.parseInt(version, 10);
  const [t, certificate] = await Promise.all([
    getTranslations('certificate'),
    addressed(api.certificate.ofDay({ date, version: wanted })),
  ]);
  const day = plainDate(date);
  return (
    <>
      <Link href={monthPath(day)} className="text-sm text-accent underline-offset-4 hover:underline">
        {t('back')}
      </Link>
      <div className="mt-3 mb-6 flex flex-wrap items-center gap-3">
        <h1 className="text-2xl sm:text-3xl">
          {t('heading')} · <Day value={day} />
        </h1>
        {certificate ? (
          <span className="num text-sm text-faint">{t('version', { version: certificate.version })}</span>
        ) : null}
        {certificate ? <CertificateState body={certificate.body} /> : null}
        <DayLinks date={day} here="certificate" />
      </div>
      {certificate ? <CertificateSheet certificate={certificate} /> : <Empty title={t('none')}>{t('noneNote')}</Empty>}
    </>
  );
}
