import { useTranslations } from 'next-intl';
import { Moment } from '#components/time/day.tsx';

/** Whether what has been typed is kept. */
export function SavedNote({ saving, failed, savedAt }: { saving: boolean; failed: boolean; savedAt?: Date }) {
  const t = useTranslations('apply');
  return (
    <p aria-live="polite" className="text-xs text-faint">
      {saving
        ? t('saving')
        : failed
          ? t('notSaved')
          : savedAt
            ? t.rich('savedAt', { at: () => <Moment value={savedAt} /> })
            : t('savedByItself')}
    </p>
  );
}
