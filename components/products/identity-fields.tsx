'use client';

import { useTranslations } from 'next-intl';
import { isFirstProduct } from '#components/apply/product-name.tsx';
import { Choice, Field, Input } from '#components/ui/field.tsx';
import type { ProposalDraft } from './proposal-draft.ts';
import type { Terms } from './term-text.ts';

type Props = {
  base: Pick<Terms, 'code' | 'name'>;
  draft: ProposalDraft;
  set: (change: Partial<ProposalDraft>) => void;
  problemOf: (field: string) => string | undefined;
};

/** The next version of a product or a product of its own, with its code and name. The first products keep theirs. */
export function IdentityFields({ base, draft, set, problemOf }: Props) {
  const t = useTranslations('products');
  const options = (['next', 'begin'] as const).map((value) => ({ value, label: t(`begin.${value}`) }));
  return (
    <>
      <Choice
        label={t('begin.what')}
        value={draft.isNew ? 'begin' : 'next'}
        options={options}
        onChange={(value) => set(value === 'begin' ? { isNew: true, name: '' } : { isNew: false, name: base.name })}
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
      {draft.isNew || !isFirstProduct(base.code) ? (
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
