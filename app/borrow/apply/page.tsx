import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { emptyFields, restoredFields } from '#components/apply/answers.ts';
import { DraftNotice } from '#components/apply/draft-notice.tsx';
import { ApplyWizard } from '#components/apply/wizard.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { admit, api } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('apply'))('title') };
}

export default async function ApplyPage() {
  await admit('borrower', '/borrow/apply');
  const [t, account, all, drafts] = await Promise.all([
    getTranslations('apply'),
    api.cash.overview({ as: 'borrower' }),
    api.loan.products(),
    api.application.drafts(),
  ]);
  const kind = account?.enterpriseId ? 'enterprise' : 'person';
  const products = all.filter(({ borrowerKinds }) => borrowerKinds.includes(kind));
  const ready = account?.state === 'active';
  const [draft] = drafts;
  const chosen = products.find(({ id }) => id === draft?.fields.productId) ?? products[0];
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      {ready && chosen ? (
        <>
          {draft ? <DraftNotice draftId={draft.draftId} savedAt={draft.savedAt} /> : null}
          <ApplyWizard
            products={products}
            kind={kind}
            draftId={draft?.draftId}
            start={
              draft
                ? { fields: restoredFields(emptyFields(chosen), draft.fields), step: draft.step }
                : { fields: emptyFields(chosen), step: 0 }
            }
          />
        </>
      ) : (
        <Panel>
          <Empty
            title={ready ? t('noProducts') : t('needsAccount')}
            action={ready ? null : <ButtonLink href="/borrow/account">{t('openAccount')}</ButtonLink>}
          />
        </Panel>
      )}
    </>
  );
}
