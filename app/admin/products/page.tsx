import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ProductDesk } from '#components/products/product-desk.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admit, platformStatus, prefetched, trpc } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('products'))('title') };
}

export default async function ProductsPage() {
  const { roles } = await admit('admin', '/admin/products');
  const [t, { businessDate }, state] = await Promise.all([
    getTranslations('products'),
    platformStatus(),
    prefetched(trpc.product.versions.queryOptions()),
  ]);
  return (
    <>
      <PageHead title={t('title')} note={t('note')} />
      <Hydrate state={state}>
        <ProductDesk
          today={businessDate}
          mayPropose={roles.includes('administrator')}
          mayDecide={roles.includes('administrator') || roles.includes('risk-officer')}
        />
      </Hydrate>
    </>
  );
}
