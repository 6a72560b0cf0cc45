'use client';

import type { KeyboardEvent, ReactNode } from 'react';

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** The cell that lies in the direction of the key, seen from the link that has the focus. */
function neighbour(from: Element, step: readonly [number, number]): HTMLElement | null {
  const cell = from.closest('td');
  const row = cell?.closest('tr');
  const rows = [...(row?.parentElement?.children ?? [])];
  if (!cell || !row) return null;
  const column = [...row.children].indexOf(cell) + step[1];
  return rows[rows.indexOf(row) + step[0]]?.children[column]?.querySelector<HTMLElement>('a') ?? null;
}

/** A table of links that the arrow keys lead through as well as the tabulator. */
export function ArrowKeys({ children }: { children: ReactNode }) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = STEPS[event.key];
    const next = step && event.target instanceof Element ? neighbour(event.target, step) : null;
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only passes the focus on between the links inside
    <div onKeyDown={onKeyDown}>{children}</div>
  );
}
