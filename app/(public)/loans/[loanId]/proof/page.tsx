import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ProofRows } from '#components/proof/proof-rows.tsx';
import { ProofShares } from '#components/proof/proof-shares.tsx';
import { SHARES_PAGE } from '#components/proof/shares-page.ts';
import { ProofVerdict } from '#components/proof/verdict.tsx';
import { Hydrate } from '#components/trpc/hydrate.tsx';
import { buttonStyle } from '#components/ui/button.tsx';
import { api, findLoan, firstPage, prefetched, trpc, viewer } from '#server/rsc.ts';

type Props = { params: Promise<{ loanId: string }>; searchParams: Promise<{ row?: string | string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, loan] = await Promise.all([getTranslations('proof'), findLoan((await params).loanId)]);
  return { title: loan ? t('titleOf', { title: loan.title }) : undefined };
}

export default async function ProofPage({ params, searchParams }: Props) {
  const { loanId } = await params;
  const [t, loan, someone, { row }] = await Promise.all([
    getTranslations('proof'),
    findLoan(loanId),
    viewer(),
    searchParams,
  ]);
  if (!loan) notFound();
  const proof = await api.proof.ofLoan({ loanId });
  const chosen = proof.rows.find(({ number, payments }) => payments.length > 0 && String(number) === row);
  const own = someone?.lending !== null && someone?.lending !== undefined;
  const page = { loanId, limit: SHARES_PAGE };
  const state = await prefetched(
    ...(own ? [trpc.proof.shares.infiniteQueryOptions({ ...page, own: true }, firstPage)] : []),
    ...(chosen
      ? [trpc.proof.shares.infiniteQueryOptions({ ...page, number: chosen.number, own: false }, firstPage)]
      : []),
  );
  return (
    <div className="page space-y-6 py-6 sm:py-10">
      <header>
        <Link href={`/loans/${loanId}`} className="text-sm text-accent underline-offset-4 hover:underline">
          {t('back', { title: loan.title })}
        </Link>
        <h1 className="mt-3 text-2xl sm:text-3xl">{t('heading')}</h1>
        <p className="mt-2 max-w-prose text-sm leading-6 text-soft">{t('intro')}</p>
      </header>
      <ProofVerdict proof={proof} />
      <Hydrate state={state}>
        <div className="space-y-6">
          {own ? <ProofShares loanId={loanId} own title={t('ownShares')} note={t('ownNote')} /> : null}
          <ProofRows proof={proof} />
          {chosen ? (
            <ProofShares
              key={chosen.number}
              id="shares"
              loanId={loanId}
              number={chosen.number}
              title={t('sharesOf', { number: chosen.number })}
              note={t('sharesNote')}
            />
          ) : null}
        </div>
      </Hydrate>
      {proof.settled ? (
        <a href={`/loans/${loanId}/proof/csv`} download className={buttonStyle({ look: 'outline' })}>
          {t('csv')}
        </a>
      ) : null}
    </div>
  );
}
