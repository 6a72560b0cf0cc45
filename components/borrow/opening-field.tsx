'use client';

import { useTranslations } from 'next-intl';
import { toBeijing } from '#components/time/beijing.ts';
import { Choice, Field, Input } from '#components/ui/field.tsx';
import { FARTHEST_MS, type Opening, readOpening } from './opening.ts';

type Props = { opening: Opening; now: Date; isWrong: boolean; onChange: (opening: Opening) => void };

/** At once, or at an hour within seven days. */
export function OpeningField({ opening, now, isWrong, onChange }: Props) {
  const t = useTranslations('offer');
  const options = (['now', 'later'] as const).map((value) => ({ value, label: t(`opens.${value}`) }));
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Choice
        label={t('opening')}
        value={opening.later ? 'later' : 'now'}
        options={options}
        onChange={(value) => onChange({ ...opening, later: value === 'later' })}
      />
      {opening.later ? (
        <Field
          label={t('opensAt')}
          hint={t('opensAtHint')}
          error={isWrong && !readOpening(opening, now) ? t('opensAtWrong') : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              min={toBeijing(now)}
              max={toBeijing(new Date(now.getTime() + FARTHEST_MS))}
              value={opening.text}
              onChange={(event) => onChange({ ...opening, text: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
