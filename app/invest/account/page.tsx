import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AccountPage } from '#components/cash/account-page.tsx';
import { admit, api } from '#server/rsc.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('heading') };
}

export default async function InvestAccountPage() {
  await admit('investor', '/invest/account');
  const [account, status] = await Promise.all([api.cash.overview({ as: 'investor' }), api.platform.status()]);
  return <AccountPage as="investor" account={account} demo={status.demo !== null} />;
}
