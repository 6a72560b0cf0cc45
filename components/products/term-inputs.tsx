'use client';

import { useTranslations } from 'next-intl';
import { Field, Input, Select } from '#components/ui/field.tsx';
import { type TermDraft, TYPED, type TypedName, unitOf } from './term-draft.ts';
import { CHOICE_NAMES, CHOICES, type ChoiceName } from './term-text.ts';

type Props = {
  draft: TermDraft;
  problemOf: (field: string) => string | undefined;
  set: (name: TypedName | ChoiceName, text: string) => void;
};
type Word = (typeof CHOICES)[ChoiceName][number];

const isDayCount = (value: Word): value is (typeof CHOICES)['dayCount'][number] =>
  value === '30/360' || value === 'ACT/365' || value === 'ACT/360';

/** A field for each term, with what is wrong beside it. */
export function TermInputs({ draft, problemOf, set }: Props) {
  const t = useTranslations('products');
  return (
    <>
      {TYPED.map((name) => (
        <Field key={name} label={t(`term.${name}`)} hint={t(`unit.${unitOf(name)}`)} error={problemOf(name)}>
          {(control) => (
            <Input
              {...control}
              className="num"
              inputMode="decimal"
              value={draft[name]}
              onChange={(event) => set(name, event.target.value)}
            />
          )}
        </Field>
      ))}
      {CHOICE_NAMES.map((name) => (
        <Field key={name} label={t(`term.${name}`)} error={problemOf(name)}>
          {(control) => (
            <Select {...control} value={draft[name]} onChange={(event) => set(name, event.target.value)}>
              {CHOICES[name].map((value: Word) => (
                <option key={value} value={value}>
                  {isDayCount(value) ? value : t(`word.${value}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ))}
    </>
  );
}
