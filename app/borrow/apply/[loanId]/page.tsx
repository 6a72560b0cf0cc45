import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { fieldsOfLoan, restoredFields } from '#components/apply/answers.ts';
import { DraftNotice } from '#components/apply/draft-notice.tsx';
import { ApplyWizard } from '#components/apply/wizard.tsx';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { admit, api, findOwnApplication } from '#server/rsc.ts';

type Props = { params: Promise<{ loanId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('apply'))('againTitle') };
}

export default async function ApplyAgainPage({ params }: Props) {
  const { loanId } = await params;
  await admit('borrower', `/borrow/apply/${loanId}`);
  const [t, loan, all] = await Promise.all([getTranslations('apply'), findOwnApplication(loanId), api.loan.products()]);
  if (loan?.state !== 'returned') notFound();
  // The version that it was begun under stays to be chosen when a newer one is on sale.
  const onSale = all.filter(
    ({ borrowerKinds, code }) => borrowerKinds.includes(loan.borrowerKind) && code !== loan.product.code,
  );
  const { changes } = loan;
  return (
    <>
      <PageHead title={t('againTitle')} note={loan.title} />
      {loan.decisionReason ? (
        <Notice kind="wait" title={t('returnedBecause')} className="mb-5">
          {loan.decisionReason}
        </Notice>
      ) : null}
      {changes ? <DraftNotice draftId={changes.draftId} savedAt={changes.savedAt} returned /> : null}
      <ApplyWizard
        products={[loan.product, ...onSale]}
        kind={loan.borrowerKind}
        loanId={loanId}
        start={{ fields: restoredFields(fieldsOfLoan(loan), changes?.fields ?? {}), step: changes?.step ?? 0 }}
      />
    </>
  );
}
