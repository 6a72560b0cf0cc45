import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import type { AccountView } from '#components/trpc/outputs.ts';
import { Notice } from '#components/ui/notice.tsx';

/** What the holder owes because a recharge was taken back, and what happens with his next money. Nothing when nothing. */
export function ReceivableNotice({ account }: { account: AccountView | null }) {
  const t = useTranslations('receivables');
  if (!account || account.owed <= 0n) return null;
  return (
    <Notice kind="risk" title={t.rich('youOwe', { amount: () => <Amount value={account.owed} symbol /> })}>
      {t('youOweNote')}
    </Notice>
  );
}
