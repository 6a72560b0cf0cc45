import { useTranslations } from 'next-intl';
import type { AppMessages } from '#components/states/messages.ts';

type Known = keyof AppMessages['drill']['class'];

/** A kind of business or of account in words; what has none yet is shown as the bank writes it. */
export function useClassName(): (name: string) => string {
  const t = useTranslations('drill.class');
  return (name) => (t.has(name as Known) ? t(name as Known) : name);
}
