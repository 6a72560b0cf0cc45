import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { differenceOf } from '#components/reconciliation/line-difference.ts';
import { LineSheet } from '#components/reconciliation/line-sheet.tsx';
import { Trail } from '#components/reconciliation/trail.tsx';
import { Day } from '#components/time/day.tsx';
import { addressed, admitStaff, api } from '#server/rsc.ts';
import { type DrillAddress, drillAsked } from '../drill-address.ts';

type Address = DrillAddress & { journal?: string; file?: string; row?: string };
type Props = { params: Promise<{ date: string; check: string }>; searchParams: Promise<Address> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('drill'))('line') };
}

const FILES = ['RECHARGE', 'WITHDRAW', 'TRANSACTION', 'COMMISSION', 'BACKROLL_RECHARGE'] as const;

async function evidenceAt(date: string, { journal, file, row }: Address) {
  if (journal) return addressed(api.drill.line({ date, journalId: journal }));
  const known = FILES.find((one) => one === file);
  return known ? addressed(api.drill.line({ date, file: known, rowNumber: Number.parseInt(row ?? '', 10) })) : null;
}

export default async function LinePage({ params, searchParams }: Props) {
  const [{ date, check }, address] = [await params, await searchParams];
  await admitStaff(['finance', 'administrator', 'auditor'], `/admin/reconciliation/${date}/${check}`);
  const place = drillAsked(date, check, address);
  if (!place) notFound();
  const [t, drill, evidence] = await Promise.all([
    getTranslations('drill'),
    addressed(api.drill.into({ ...place, differing: place.differing ?? false })),
    evidenceAt(date, address),
  ]);
  if (!evidence) notFound();
  const difference = differenceOf(evidence, place.date);
  return (
    <>
      <h1 className="mb-6 text-2xl sm:text-3xl">
        {t('line')} · <Day value={place.date} />
      </h1>
      <Trail place={place} steps={drill?.steps ?? []} line={{ label: t('line'), difference }} />
      <LineSheet evidence={evidence} />
    </>
  );
}
