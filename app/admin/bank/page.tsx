import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { BankLine, RefusedNotices } from '#components/admin/bank-line.tsx';
import { InstructionTable } from '#components/admin/instruction-table.tsx';
import { INSTRUCTIONS_PAGE } from '#components/admin/instructions-page.ts';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admitStaff, firstPage, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('instructions'))('heading') };
}

export default async function BankPage() {
  await admitStaff(['finance', 'administrator', 'auditor'], '/admin/bank');
  const [t, state] = await Promise.all([
    getTranslations('instructions'),
    prefetched(
      trpc.custody.counts.queryOptions(),
      trpc.custody.refusedNotices.queryOptions(),
      trpc.custody.instructions.infiniteQueryOptions({ limit: INSTRUCTIONS_PAGE }, firstPage),
    ),
  ]);
  return (
    <>
      <PageHead title={t('heading')} note={t('note')} />
      <Hydrate state={state}>
        <div className="space-y-6">
          <BankLine />
          <InstructionTable />
          <RefusedNotices />
        </div>
      </Hydrate>
    </>
  );
}
