'use client';

import { useQuery } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useTRPC } from '#components/trpc/provider.tsx';

/** Asked only while the page is looked at: the query rests in a hidden tab. */
const REFRESH_MS = 20_000;

/** How many alerts are open and nobody sees to, in the header of those who must. */
export function AlertBell() {
  const t = useTranslations('alerts');
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.alert.count.queryOptions(), refetchInterval: REFRESH_MS });
  const unseen = data?.unseen ?? 0;
  return (
    <Link
      href="/admin/alerts"
      aria-label={t('bell', { count: unseen })}
      className="relative flex size-9 items-center justify-center rounded-md text-ink hover:bg-sunk"
    >
      <Bell aria-hidden className="size-4.5" />
      {unseen > 0 ? (
        <span
          aria-hidden
          className="num absolute end-0.5 top-0.5 min-w-4 rounded-full bg-risk px-1 text-center text-2xs leading-4 font-medium text-surface"
        >
          {unseen > 99 ? '99+' : unseen}
        </span>
      ) : null}
    </Link>
  );
}
