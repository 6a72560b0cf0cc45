import type { ReactNode } from 'react';
import { PortalFrame } from '#components/shell/portal-frame.tsx';
import { admit } from '#server/rsc.ts';

export default async function InvestLayout({ children }: { children: ReactNode }) {
  const { roles } = await admit('investor', '/invest');
  return (
    <PortalFrame portal="invest" roles={roles}>
      {children}
    </PortalFrame>
  );
}
