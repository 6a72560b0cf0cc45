import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RuleSets } from '#components/score/rule-sets.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admitStaff, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scores'))('heading') };
}

export default async function ScoresPage() {
  const { roles } = await admitStaff(['risk-officer', 'administrator', 'auditor'], '/admin/scores');
  const [t, state] = await Promise.all([getTranslations('scores'), prefetched(trpc.score.ruleSets.queryOptions())]);
  const mayWrite = roles.includes('risk-officer');
  return (
    <>
      <PageHead title={t('heading')} note={t('pageNote')} />
      <Hydrate state={state}>
        <RuleSets mayWrite={mayWrite} mayMove={mayWrite || roles.includes('administrator')} />
      </Hydrate>
    </>
  );
}
