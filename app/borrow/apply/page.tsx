import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ApplyForm } from '#components/borrow/apply-form.tsx';
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
  const [t, account, products] = await Promise.all([
    getTranslations('apply'),
    api.cash.overview({ as: 'borrower' }),
    api.loan.products(),
  ]);
  const ready = account?.state === 'active';
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      {ready && products.length > 0 ? (
        <ApplyForm products={products} />
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
