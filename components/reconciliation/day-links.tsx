import { useTranslations } from 'next-intl';
import { ButtonLink } from '#components/ui/button.tsx';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { certificatePath, dayPath } from './paths.ts';

type Place = 'timeline' | 'checks' | 'certificate';

/** From one page of a day to its others: how it went, what was checked, what was certified. */
export function DayLinks({ date, here }: { date: PlainDate; here: Place }) {
  const t = useTranslations('matrix');
  const places: readonly { place: Place; href: string; label: string }[] = [
    { place: 'timeline', href: `/admin/day-end/${date}`, label: t('timeline') },
    { place: 'checks', href: dayPath(date), label: t('heading') },
    { place: 'certificate', href: certificatePath(date), label: t('certificate') },
  ];
  return (
    <span className="flex flex-wrap gap-2 sm:ms-auto">
      {places
        .filter(({ place }) => place !== here)
        .map(({ place, href, label }) => (
          <ButtonLink key={place} look="outline" size="sm" href={href}>
            {label}
          </ButtonLink>
        ))}
    </span>
  );
}
