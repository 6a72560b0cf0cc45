'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { moneyText } from '#components/money/amount.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Field, Select, TextArea } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { isThing, needsGuarantor } from './answers.ts';
import type { StepProps } from './step.ts';

function GuarantorField({ fields, problems, set }: StepProps) {
  const t = useTranslations('apply');
  const trpc = useTRPC();
  const { data: guarantors } = useQuery(trpc.guarantor.onOffer.queryOptions());
  if (guarantors?.length === 0) return <Notice kind="wait">{t('noGuarantors')}</Notice>;
  return (
    <Field label={t('guarantor')} hint={t('guarantorHint')} error={problems.guarantorId}>
      {(control) => (
        <Select {...control} value={fields.guarantorId} onChange={(event) => set({ guarantorId: event.target.value })}>
          <option value="">{t('chooseGuarantor')}</option>
          {guarantors?.map(({ enterpriseId, name, room }) => (
            <option key={enterpriseId} value={enterpriseId}>
              {t('guarantorRoom', { name, room: moneyText(room) })}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** What the loan stands on: nothing but the borrower's word, a thing, or somebody who pays in his place. */
export function StepSecurity(props: StepProps) {
  const { product, fields, problems, set } = props;
  const t = useTranslations('apply');
  const kinds = useTranslations('collateralKind');
  return (
    <>
      <Field label={t('security')}>
        {(control) => (
          <Select
            {...control}
            value={fields.collateralKind}
            onChange={(event) => set({ collateralKind: event.target.value })}
          >
            {product.collateralKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kinds(kind)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {isThing(fields.collateralKind) ? (
        <Field label={t('collateral')} hint={t('collateralHint')} error={problems.collateral}>
          {(control) => (
            <TextArea
              {...control}
              rows={4}
              maxLength={500}
              value={fields.collateral}
              onChange={(event) => set({ collateral: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {needsGuarantor(product) ? <GuarantorField {...props} /> : null}
    </>
  );
}
