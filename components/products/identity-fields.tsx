'use client';

import { useTranslations } from 'next-intl';
import { isFirstProduct } from '#components/apply/product-name.tsx';
import { Choice, Field, Input } from '#components/ui/field.tsx';
import type { ProposalDraft } from './proposal-draft.ts';

type Props = {
  baseCode: string;
  draft: ProposalDraft;
  set: (change: Partial<ProposalDraft>) => void;
  problemOf: (field: string) => string | undefined;
};

/** The next version of a product or a product of its own, with its code and name. The first products keep theirs. */
export function IdentityFields({ baseCode, draft, set, problemOf }: Props) {
  const t = useTranslations('products');
  const options = (['next', 'begin'] as const).map((value) => ({ value, label: t(`begin.${value}`) }));
  return (
    <>
      <Choice
        label={t('begin.what')}
        value={draft.isNew ? 'begin' : 'next'}
        options={options}
        onChange={(value) => set({ isNew: value === 'begin' })}
      />
      {draft.isNew ? (
        <Field label={t('begin.code')} hint={t('begin.codeHint')} error={problemOf('code')}>
          {(control) => (
            <Input
              {...control}
              maxLength={40}
              autoCapitalize="none"
              spellCheck={false}
              value={draft.code}
              onChange={(event) => set({ code: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {draft.isNew || !isFirstProduct(baseCode) ? (
        <Field label={t('begin.name')} hint={t('begin.nameHint')} error={problemOf('name')}>
          {(control) => (
            <Input
              {...control}
              maxLength={40}
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}
