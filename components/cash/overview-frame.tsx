import type { ReactNode } from 'react';
import { PageHead } from '#components/shell/portal-frame.tsx';
import type { AccountView, CustodyMode } from '#components/trpc/outputs.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { LinkedNotice } from './linked-notice.tsx';
import { type Holder, Onboarding, portalOf } from './onboarding.tsx';
import { ReceivableNotice } from './receivable-notice.tsx';

type Props = {
  as: Holder;
  account: AccountView | null;
  mode: CustodyMode;
  /** Whether the holder has done already what onboarding leads to. */
  begun: boolean;
  title: ReactNode;
  recharge: ReactNode;
  /** What a holder with an open account does most. */
  main: ReactNode;
  children: ReactNode;
};

/** The first page of a portal: what to do next on top, what still has to happen before, then the holder's own things. */
export function OverviewFrame({ as, account, mode, begun, title, recharge, main, children }: Props) {
  const open = account?.state === 'active';
  const linked = mode === 'linked';
  const actions = open ? (
    <>
      {linked ? null : (
        <ButtonLink href={`/${portalOf(as)}/recharge`} look="outline">
          {recharge}
        </ButtonLink>
      )}
      {main}
    </>
  ) : null;
  return (
    <>
      <PageHead title={title} actions={actions} />
      <div className="space-y-6">
        <Onboarding as={as} account={account} begun={begun} mode={mode} />
        {linked && open ? <LinkedNotice /> : null}
        <ReceivableNotice account={account} />
        {children}
      </div>
    </>
  );
}
