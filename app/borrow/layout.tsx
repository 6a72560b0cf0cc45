import type { ReactNode } from 'react';
import { PortalFrame } from '#components/shell/portal-frame.tsx';
import { admit } from '#server/rsc.ts';

export default async function BorrowLayout({ children }: { children: ReactNode }) {
  const { roles } = await admit('borrower', '/borrow');
  return (
    <PortalFrame portal="borrow" roles={roles}>
      {children}
    </PortalFrame>
  );
}
