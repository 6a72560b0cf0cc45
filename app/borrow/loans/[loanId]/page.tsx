import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ApplicationHistory } from '#components/borrow/application-history.tsx';
import { BorrowedLoanCard } from '#components/borrow/borrowed-loan.tsx';
import { Instalments } from '#components/borrow/instalments.tsx';
import { OwedNow } from '#components/borrow/owed-now.tsx';
import { Payments } from '#components/borrow/payments.tsx';
import { LoanTimeline } from '#components/loan/timeline.tsx';
import { EarlyLinks } from '#components/payoff/early-links.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { admit, api, findOwnApplication, prefetched, trpc } from '#server/rsc.ts';

type Props = { params: Promise<{ loanId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('borrow'))('loan') };
}

export default async function BorrowedLoanPage({ params }: Props) {
  const { loanId } = await params;
  await admit('borrower', `/borrow/loans/${loanId}`);
  const [t, loans] = await Promise.all([getTranslations('borrow'), api.loan.mine()]);
  const loan = loans.find((each) => each.loanId === loanId);
  if (!loan) notFound();
  const [application, rows, choices, payments, state] = await Promise.all([
    findOwnApplication(loanId),
    api.repayment.instalments({ loanId }),
    api.prepayment.choices({ loanId }),
    api.repayment.payments({ loanId }),
    prefetched(trpc.repayment.owed.queryOptions({ loanId })),
  ]);
  return (
    <>
      <Link href="/borrow" className="text-sm text-accent underline-offset-4 hover:underline">
        {t('back')}
      </Link>
      <h1 className="mt-3 mb-6 text-2xl sm:text-3xl">{loan.title}</h1>
      <div className="space-y-6">
        <h2 className="sr-only">{t('loan')}</h2>
        <BorrowedLoanCard loan={loan} payBelow />
        <Hydrate state={state}>
          <OwedNow loanId={loanId} />
        </Hydrate>
        {choices ? <EarlyLinks loanId={loanId} choices={choices} /> : null}
        <Instalments rows={rows} />
        <Payments payments={payments} />
        {application ? <ApplicationHistory application={application} /> : <LoanTimeline loan={loan} />}
      </div>
    </>
  );
}
