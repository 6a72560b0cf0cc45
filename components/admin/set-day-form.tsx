'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Choice, Field, Input } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';

const KINDS = ['off', 'work', 'usual'] as const;
type DayKind = (typeof KINDS)[number];

/** Says how a day to come differs from its weekday; what falls due there moves with it. */
export function SetDayForm({ tomorrow }: { tomorrow: string }) {
  const t = useTranslations('days');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [day, setDay] = useState(tomorrow);
  const [kind, setKind] = useState<DayKind>('off');
  const [name, setName] = useState('');
  const set = useMutation(trpc.calendar.setDay.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }));
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({ day, kind, name });
      }}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t('day')}>
          {(control) => (
            <Input
              {...control}
              type="date"
              required
              min={tomorrow}
              value={day}
              onChange={(event) => setDay(event.target.value)}
            />
          )}
        </Field>
        <Choice
          label={t('kind')}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(`as.${value}`) }))}
          onChange={(value) => setKind(KINDS.find((known) => known === value) ?? 'off')}
        />
        <Field label={t('name')}>
          {(control) => (
            <Input
              {...control}
              required={kind !== 'usual'}
              maxLength={40}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Button type="submit" disabled={set.isPending}>
        {t('set')}
      </Button>
      {set.data ? (
        <Notice kind="good" live>
          {t('moved', { count: set.data.moved })}
        </Notice>
      ) : null}
      <Refused error={set.error} />
    </form>
  );
}
