import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PageHead } from '#components/shell/portal-frame.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel } from '#components/ui/panel.tsx';

type Props = { loanId: string; title: string; note: string; children: ReactNode };

/** The frame of a page about paying early; says so where there is nothing to pay, or the product does not allow it. */
export function EarlyPage({ loanId, title, note, children }: Props) {
  const t = useTranslations('payoff');
  return (
    <>
      <Link href={`/borrow/loans/${loanId}`} className="text-sm text-accent underline-offset-4 hover:underline">
        {t('backToLoan')}
      </Link>
      <div className="mt-3">
        <PageHead title={title} note={note} />
      </div>
      {children ?? (
        <Panel>
          <Empty title={t('none')}>{t('noneNote')}</Empty>
        </Panel>
      )}
    </>
  );
}
