import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Outbox } from '#components/alert/outbox.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { platformStatus, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('outbox'))('title') };
}

/** The mails that the demo would send. Exists in demo mode alone. */
export default async function OutboxPage() {
  if (!(await platformStatus()).demo) notFound();
  const [t, state] = await Promise.all([getTranslations('outbox'), prefetched(trpc.demo.mails.queryOptions())]);
  return (
    <div className="page max-w-3xl py-8">
      <PageHead title={t('title')} note={t('note')} />
      <Hydrate state={state}>
        <Outbox />
      </Hydrate>
    </div>
  );
}
