'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { cn } from '#components/ui/cn.ts';

const YEAR_SECONDS = 31_536_000;

/** The other language by its own name; the choice outlives the browser's wish. */
export function LanguageSwitch({ cookie, className }: { cookie: string; className?: string }) {
  const t = useTranslations('shell');
  const router = useRouter();
  const [switching, begin] = useTransition();
  const other = useLocale() === 'en' ? 'zh-CN' : 'en';
  return (
    <button
      type="button"
      lang={other}
      disabled={switching}
      onClick={() => {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
        document.cookie = `${cookie}=${other};path=/;max-age=${YEAR_SECONDS};samesite=lax`;
        begin(() => router.refresh());
      }}
      className={cn('min-h-9 rounded-md px-2 text-sm text-soft hover:bg-sunk hover:text-ink', className)}
    >
      {t('otherLanguage')}
    </button>
  );
}
