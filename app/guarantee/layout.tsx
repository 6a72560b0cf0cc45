import type { ReactNode } from 'react';
import { PortalFrame } from '#components/shell/portal-frame.tsx';
import { admit } from '#server/rsc.ts';

export default async function GuaranteeLayout({ children }: { children: ReactNode }) {
  const { roles } = await admit('guarantor', '/guarantee');
  return (
    <PortalFrame portal="guarantee" roles={roles}>
      {children}
    </PortalFrame>
  );
}
