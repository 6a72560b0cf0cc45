import { useTranslations } from 'next-intl';

/** "12 months" or "90 days". */
export function Term({ term, unit }: { term: number; unit: 'month' | 'day' }) {
  const t = useTranslations('loan');
  return <span className="whitespace-nowrap">{t(unit === 'month' ? 'months' : 'days', { count: term })}</span>;
}

const GRADE_LOOK: Record<string, string> = {
  A: 'border-good text-good',
  B: 'border-good text-good',
  C: 'border-line-strong text-soft',
  D: 'border-line-strong text-soft',
};

/** The officer's grade as a small seal. */
export function Grade({ grade }: { grade: string | null }) {
  const t = useTranslations('loan');
  if (!grade) return null;
  return (
    <span
      title={t('gradeIs', { grade })}
      className={`inline-grid size-6 shrink-0 place-items-center rounded-sm border font-display text-xs font-semibold ${GRADE_LOOK[grade] ?? 'border-risk text-risk'}`}
    >
      <span className="sr-only">{t('gradeIs', { grade })}</span>
      <span aria-hidden>{grade}</span>
    </span>
  );
}
