import type { ReactNode } from 'react';
import { PortalFrame } from '#components/shell/portal-frame.tsx';
import { admit } from '#server/rsc.ts';

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { roles } = await admit('admin', '/admin');
  return (
    <PortalFrame portal="admin" roles={roles}>
      {children}
    </PortalFrame>
  );
}
