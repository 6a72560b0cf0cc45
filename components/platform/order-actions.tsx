'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { Amount, AmountInWords } from '#components/money/amount.tsx';
import { useRefresh } from '#components/trpc/after.ts';
import type { PlatformOrderView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { useAccountName } from './account-choice.tsx';

type Of = { order: PlatformOrderView };

/** The second person's last look: the amount in figures and words, whence and whither, and why. */
function ApproveOrder({ order }: Of) {
  const t = useTranslations('platformAccounts');
  const trpc = useTRPC();
  const nameOf = useAccountName();
  const [open, setOpen] = useState(false);
  const requestId = useRef(newRequestId());
  const after = useRefresh();
  const approve = useMutation(
    trpc.platformAccount.approve.mutationOptions({
      onSuccess: () => setOpen(false),
      onError: () => {
        requestId.current = newRequestId();
      },
      ...after,
    }),
  );
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {t('approve')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('approveTitle')} description={t(`approveText.${order.kind}`)}>
        <p className="num mt-1 text-3xl font-medium">
          <Amount value={order.amount} symbol />
        </p>
        <p className="text-sm text-soft">
          <AmountInWords value={order.amount} />
        </p>
        <Facts className="my-4">
          <Fact label={t('from')}>{order.source ? nameOf(order.source) : t('outside')}</Fact>
          <Fact label={t('to')}>{order.target ? nameOf(order.target) : t('card')}</Fact>
          <Fact label={t('maker')}>{order.maker ?? '—'}</Fact>
          <Fact label={t('reason')}>{order.reason}</Fact>
        </Facts>
        <Refused error={approve.error} className="mb-4" />
        <div className="flex flex-row-reverse gap-2">
          <Button
            className="grow"
            disabled={approve.isPending}
            onClick={() => approve.mutate({ requestId: requestId.current, orderId: order.id })}
          >
            {t('approveYes')}
          </Button>
          <Button look="outline" onClick={() => setOpen(false)}>
            {t('approveNo')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function EndOrder({ order, how }: Of & { how: 'refuse' | 'withdraw' }) {
  const t = useTranslations('platformAccounts');
  const trpc = useTRPC();
  const end = useMutation(trpc.platformAccount.end.mutationOptions(useRefresh()));
  return (
    <>
      <Button look="outline" size="sm" disabled={end.isPending} onClick={() => end.mutate({ orderId: order.id, how })}>
        {t(how)}
      </Button>
      <Refused error={end.error} />
    </>
  );
}

/** To the bank's page, where the platform pays in or out; or back to the page that is still open. */
function GoToBank({ order }: Of) {
  const t = useTranslations('platformAccounts');
  const trpc = useTRPC();
  const router = useRouter();
  const requestId = useRef(newRequestId());
  const go = (instructionId: string) => router.push(`/admin/platform-accounts/go/${instructionId}`);
  const begin = useMutation(
    trpc.platformAccount.begin.mutationOptions({ onSuccess: ({ instructionId }) => go(instructionId) }),
  );
  const open = order.state === 'at-bank' ? order.instructionId : null;
  return (
    <>
      <Button
        size="sm"
        disabled={begin.isPending || begin.isSuccess}
        onClick={() => (open ? go(open) : begin.mutate({ requestId: requestId.current, orderId: order.id }))}
      >
        {t('goToBank')}
      </Button>
      <Refused error={begin.error} />
    </>
  );
}

export type Powers = Readonly<{ mayMake: boolean; mayCheck: boolean }>;

/** Whether the bank's page of an order can be opened: after approval, and as long as nothing is known of it. */
const hasPage = ({ kind, state, instructionState }: PlatformOrderView): boolean =>
  kind !== 'transfer' &&
  (state === 'approved' || (state === 'at-bank' && ['created', 'sent'].includes(instructionState ?? '')));

/** What this reader may do about an order as it stands. */
export function OrderActions({ order, mayMake, mayCheck }: Of & Powers) {
  const t = useTranslations('platformAccounts');
  const { state, isOwn } = order;
  const decides = state === 'proposed' && !isOwn && mayCheck;
  const takesBack = isOwn && mayMake && (state === 'proposed' || state === 'approved');
  const goes = mayMake && hasPage(order);
  if (!decides && !takesBack && !goes) return state === 'proposed' && !isOwn ? t('waitsForAnother') : '—';
  return (
    <div className="flex flex-wrap items-center justify-end gap-2">
      {decides ? <ApproveOrder order={order} /> : null}
      {decides ? <EndOrder order={order} how="refuse" /> : null}
      {goes ? <GoToBank order={order} /> : null}
      {state === 'proposed' && isOwn ? <span className="text-xs text-soft">{t('waitsForAnother')}</span> : null}
      {takesBack ? <EndOrder order={order} how="withdraw" /> : null}
    </div>
  );
}
