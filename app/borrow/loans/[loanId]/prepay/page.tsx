import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EarlyPage } from '#components/payoff/early-page.tsx';
import { PrepayForm } from '#components/payoff/prepay-form.tsx';
import { admit, api } from '#server/rsc.ts';

type Props = { params: Promise<{ loanId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payoff'))('partTitle') };
}

export default async function PrepayPage({ params }: Props) {
  const { loanId } = await params;
  await admit('borrower', `/borrow/loans/${loanId}/prepay`);
  const [t, choices] = await Promise.all([getTranslations('payoff'), api.prepayment.choices({ loanId })]);
  return (
    <EarlyPage loanId={loanId} title={t('partTitle')} note={t('note')}>
      {choices?.part ? <PrepayForm loanId={loanId} choices={choices} /> : null}
    </EarlyPage>
  );
}
