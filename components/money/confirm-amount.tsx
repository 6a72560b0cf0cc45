'use client';

import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Money } from '#server/primitives/money.ts';
import { Amount, AmountInWords } from './amount.tsx';

type Props = {
  title: string;
  description: string;
  amount: Money;
  yes: string;
  no: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onConfirm: () => void;
  /** What else is to be known, between the amount and the answer. */
  children?: ReactNode;
};

/** The question before money moves: the amount in figures and in words. */
export function ConfirmAmount({ title, description, amount, yes, no, open, onOpenChange, onConfirm, children }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} description={description}>
      <p className="num mt-1 text-3xl font-medium">
        <Amount value={amount} symbol />
      </p>
      <p className="mb-4 text-sm text-soft">
        <AmountInWords value={amount} />
      </p>
      {children}
      <div className="mt-4 flex flex-row-reverse gap-2">
        <Button
          className="grow"
          onClick={() => {
            onOpenChange(false);
            onConfirm();
          }}
        >
          {yes}
        </Button>
        <Button look="outline" onClick={() => onOpenChange(false)}>
          {no}
        </Button>
      </div>
    </Dialog>
  );
}
