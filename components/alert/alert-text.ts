'use client';

import { useTranslations } from 'next-intl';
import type { AppMessages } from '#components/states/messages.ts';
import type { AlertView } from '#components/trpc/outputs.ts';

type Step = keyof AppMessages['dayEnd']['step'];

/** An alert in words: a title that names what it is about, and a sentence with its counts. */
export function useAlertText(): (alert: Pick<AlertView, 'kind' | 'object' | 'details'>) => {
  title: string;
  text: string;
} {
  const t = useTranslations('alerts.kind');
  const steps = useTranslations('dayEnd.step');
  return ({ kind, object, details }) => {
    const step = details.step === undefined ? '' : steps(details.step as Step);
    const values = { ...details, object, step };
    return { title: t(`${kind}.title`, values), text: t(`${kind}.text`, values) };
  };
}
