'use client';

import { useTranslations } from 'next-intl';
import { Choice } from '#components/ui/field.tsx';
import { OrderList } from './order-list.tsx';
import { PriceFields } from './price-fields.tsx';
import { BORROWER_KINDS, COLLATERAL_KINDS, type ProposalDraft } from './proposal-draft.ts';
import { Several } from './several.tsx';

type Props = {
  draft: ProposalDraft;
  set: (change: Partial<ProposalDraft>) => void;
  problemOf: (field: string) => string | undefined;
};

/** Who may borrow and against what, at which prices, and how a payment is taken: all that is chosen, not typed. */
export function TickedTerms({ draft, set, problemOf }: Props) {
  const t = useTranslations('products');
  const kinds = useTranslations('collateralKind');
  const yesOrNo = (['yes', 'no'] as const).map((value) => ({ value, label: t(`word.${value}`) }));
  return (
    <div className="grid gap-5 border-y border-line py-5 lg:grid-cols-2">
      <div className="min-w-0 space-y-5">
        <Several
          legend={t('term.borrowerKinds')}
          options={BORROWER_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          chosen={draft.borrowerKinds}
          onChange={(borrowerKinds) => set({ borrowerKinds })}
          error={problemOf('borrowerKinds')}
        />
        <Several
          legend={t('term.collateralKinds')}
          options={COLLATERAL_KINDS.map((value) => ({ value, label: kinds(value) }))}
          chosen={draft.collateralKinds}
          onChange={(collateralKinds) => set({ collateralKinds })}
          error={problemOf('collateralKinds')}
        />
        <PriceFields draft={draft} set={set} problemOf={problemOf} />
      </div>
      <div className="min-w-0 space-y-5">
        <Choice
          label={t('term.partialPayments')}
          value={draft.partialPayments ? 'yes' : 'no'}
          options={yesOrNo}
          onChange={(value) => set({ partialPayments: value === 'yes' })}
        />
        <OrderList order={draft.allocationOrder} onChange={(allocationOrder) => set({ allocationOrder })} />
      </div>
    </div>
  );
}
