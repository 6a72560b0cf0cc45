import type { ReactNode } from 'react';
import { Cell, Column, Row, Table, TableBody, TableFoot, TableHead } from './table.tsx';

export type ColumnOf<Item> = {
  label: string;
  cell: (item: Item) => ReactNode;
  /** Figures stand at the end. */
  end?: boolean;
  /** The column that names the row. */
  lead?: boolean;
  className?: string;
  /** What stands in the row of sums. */
  foot?: ReactNode;
};

type Props<Item> = {
  caption: string;
  columns: readonly ColumnOf<Item>[];
  rows: readonly Item[];
  keyOf: (item: Item) => string | number;
};

/** A table from its columns: head, rows, and a row of sums where a column has one. */
export function DataTable<Item>({ caption, columns, rows, keyOf }: Props<Item>) {
  return (
    <Table caption={caption}>
      <TableHead>
        {columns.map(({ label, end }) => (
          <Column key={label} end={end}>
            {label}
          </Column>
        ))}
      </TableHead>
      <TableBody>
        {rows.map((item) => (
          <Row key={keyOf(item)}>
            {columns.map(({ label, cell, end, lead, className }) => (
              <Cell key={label} label={label} end={end} lead={lead} className={className}>
                {cell(item)}
              </Cell>
            ))}
          </Row>
        ))}
      </TableBody>
      {columns.some(({ foot }) => foot !== undefined) ? (
        <TableFoot>
          <Row>
            {columns.map(({ label, end, foot }, index) => (
              <Cell key={label} label={index === 0 ? undefined : label} end={end} lead={index === 0}>
                {foot}
              </Cell>
            ))}
          </Row>
        </TableFoot>
      ) : null}
    </Table>
  );
}
