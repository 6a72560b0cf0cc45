import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

/**
 * A table that turns into cards on a phone. The roles are written out, since a table that is laid out as blocks
 * loses them in some browsers.
 */
export function Table({ caption, children, className }: { caption: string; children: ReactNode; className?: string }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: laid out as blocks on a phone, a table loses its role
    <table role="table" className={cn('grid-table', className)}>
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  );
}

export const TableHead = ({ children }: { children: ReactNode }) => (
  // biome-ignore lint/a11y/noRedundantRoles: as above
  <thead role="rowgroup">
    {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
    <tr role="row">{children}</tr>
  </thead>
);

export const TableBody = ({ children }: { children: ReactNode }) => (
  // biome-ignore lint/a11y/noRedundantRoles: as above
  <tbody role="rowgroup">{children}</tbody>
);

export const TableFoot = ({ children }: { children: ReactNode }) => (
  // biome-ignore lint/a11y/noRedundantRoles: as above
  <tfoot role="rowgroup">{children}</tfoot>
);

export const Row = (props: ComponentProps<'tr'>) => (
  // biome-ignore lint/a11y/noRedundantRoles: as above
  <tr role="row" {...props} />
);

export const Column = ({ end, className, ...rest }: ComponentProps<'th'> & { end?: boolean }) => (
  // biome-ignore lint/a11y/noRedundantRoles: as above
  <th role="columnheader" scope="col" className={cn(end && 'end', className)} {...rest} />
);

type CellProps = ComponentProps<'td'> & {
  /** The column's header, shown beside the value on a phone. */
  label?: string;
  end?: boolean;
  /** The cell that names the row. */
  lead?: boolean;
};

export const Cell = ({ label, end, lead, className, children, ...rest }: CellProps) => (
  // biome-ignore lint/a11y/noRedundantRoles: as above
  <td role="cell" data-label={label} className={cn(end && 'end', lead && 'lead', className)} {...rest}>
    {children === undefined ? null : <div className="min-w-0">{children}</div>}
  </td>
);
