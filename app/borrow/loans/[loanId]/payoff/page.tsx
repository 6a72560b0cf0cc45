import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EarlyPage } from '#components/payoff/early-page.tsx';
import { PayoffForm } from '#components/payoff/payoff-form.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admit, api, prefetched, trpc } from '#server/rsc.ts';

type Props = { params: Promise<{ loanId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payoff'))('title') };
}

export default async function PayoffPage({ params }: Props) {
  const { loanId } = await params;
  await admit('borrower', `/borrow/loans/${loanId}/payoff`);
  const [t, choices] = await Promise.all([getTranslations('payoff'), api.prepayment.choices({ loanId })]);
  const payable = choices?.payoff ? choices : undefined;
  const state = payable && (await prefetched(trpc.prepayment.quotePayoff.queryOptions({ loanId, on: payable.today })));
  return (
    <EarlyPage loanId={loanId} title={t('title')} note={t('note')}>
      {payable && state ? (
        <Hydrate state={state}>
          <PayoffForm loanId={loanId} choices={payable} />
        </Hydrate>
      ) : null}
    </EarlyPage>
  );
}
