import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { MatrixView } from '#components/trpc/outputs.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { monthPath } from './paths.ts';

/** The month that is shown, and the ways to its neighbours. */
export function MonthLinks({ month, previous, next }: Pick<MatrixView, 'month' | 'previous' | 'next'>) {
  const t = useTranslations('matrix');
  const format = useFormatter();
  const name = format.dateTime(new Date(`${month}T00:00:00Z`), { timeZone: 'UTC', year: 'numeric', month: 'long' });
  return (
    <nav aria-label={t('months')} className="flex items-center gap-2">
      {previous ? (
        <ButtonLink look="outline" size="sm" href={monthPath(previous)} aria-label={t('previousMonth')}>
          <ChevronLeft aria-hidden className="size-4" />
        </ButtonLink>
      ) : null}
      <span className="num text-sm font-medium">{name}</span>
      {next ? (
        <ButtonLink look="outline" size="sm" href={monthPath(next)} aria-label={t('nextMonth')}>
          <ChevronRight aria-hidden className="size-4" />
        </ButtonLink>
      ) : null}
    </nav>
  );
}
