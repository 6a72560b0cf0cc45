'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

const SECOND = 1000;

/**
 * What is left until a deadline of the business clock. `now` is that clock as the server read it; from there on only
 * the time that passes on this page counts, so a wrong clock on the reader's machine does not matter.
 */
export function Countdown({ now, until }: { now: Date; until: Date }) {
  const t = useTranslations('time');
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    const begun = performance.now();
    const timer = setInterval(() => {
      if (!document.hidden) setPassed(performance.now() - begun);
    }, SECOND);
    return () => clearInterval(timer);
  }, []);
  const left = Math.max(0, Math.floor((until.getTime() - now.getTime() - passed) / SECOND));
  const seconds = left % 60;
  const minutes = ((left - seconds) / 60) % 60;
  const hours = ((left - seconds) / 60 - minutes) / 60;
  const days = Math.floor(hours / 24);
  if (left === 0) return <span>{t('over')}</span>;
  return (
    <time dateTime={`PT${left}S`} className="num whitespace-nowrap">
      {days > 0 ? t('daysHours', { days, hours: hours % 24 }) : t('hoursMinutes', { hours, minutes, seconds })}
    </time>
  );
}
