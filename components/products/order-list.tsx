'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { moved, type Part } from './proposal-draft.ts';

type Props = { order: readonly Part[]; onChange: (order: readonly Part[]) => void };
type Move = Readonly<{ part: Part; by: -1 | 1 }>;

/** What is paid first, second, third and last: moved by buttons, which keep the focus on what they move. */
export function OrderList({ order, onChange }: Props) {
  const t = useTranslations('products');
  const [last, setLast] = useState<Move>();
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  useEffect(() => {
    if (last && order.includes(last.part)) buttons.current.get(`${last.part}${last.by}`)?.focus();
  }, [order, last]);
  const move = (part: Part, by: -1 | 1): void => {
    setLast({ part, by });
    onChange(moved(order, part, by));
  };
  const button = (part: Part, by: -1 | 1, isLast: boolean) => (
    <Button
      look="outline"
      size="sm"
      ref={(element: HTMLButtonElement | null) => {
        if (element) buttons.current.set(`${part}${by}`, element);
      }}
      aria-disabled={isLast}
      className={isLast ? 'opacity-50' : undefined}
      onClick={() => move(part, by)}
    >
      {by < 0 ? <ArrowUp aria-hidden className="size-4" /> : <ArrowDown aria-hidden className="size-4" />}
      <span className="sr-only">{t(by < 0 ? 'earlier' : 'later', { part: t(`part.${part}`) })}</span>
    </Button>
  );
  return (
    <fieldset className="min-w-0 space-y-1.5">
      <legend className="text-sm font-medium">{t('term.allocationOrder')}</legend>
      <ol className="divide-y divide-line rounded-md border border-line">
        {order.map((part, place) => (
          <li key={part} className="flex items-center gap-2 px-3 py-1.5 text-sm">
            <span className="num text-faint">{place + 1}</span>
            <span className="grow">{t(`part.${part}`)}</span>
            {button(part, -1, place === 0)}
            {button(part, 1, place === order.length - 1)}
          </li>
        ))}
      </ol>
      <p aria-live="polite" className="sr-only">
        {last ? t('nowAt', { part: t(`part.${last.part}`), place: order.indexOf(last.part) + 1 }) : null}
      </p>
    </fieldset>
  );
}
