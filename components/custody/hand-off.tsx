'use client';

import { useMutation } from '@tanstack/react-query';
import { Landmark } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';

type HandOffProps = {
  instructionId: string;
  /** Where the way back leads. */
  home: string;
  /** The platform's own money, which staff moves. */
  ofPlatform?: boolean;
};

/**
 * Takes the browser to the bank: fetches the signed form, sends it by itself, and keeps a button for those whose
 * browser does not. Nothing is asked here that the bank asks.
 */
export function HandOff({ instructionId, home, ofPlatform }: HandOffProps) {
  const t = useTranslations('handOff');
  const trpc = useTRPC();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const asked = useRef(false);
  const customers = useMutation(trpc.custody.openPage.mutationOptions());
  const platforms = useMutation(trpc.platformAccount.openPage.mutationOptions());
  const { mutate, data: page, error } = ofPlatform ? platforms : customers;

  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate({ instructionId });
  }, [mutate, instructionId]);

  useEffect(() => {
    if (page) form.current?.submit();
  }, [page]);

  useEffect(() => {
    // Back from the bank, a browser may show this page as it was left: it then starts anew.
    const resumed = (event: PageTransitionEvent) => event.persisted && router.refresh();
    window.addEventListener('pageshow', resumed);
    return () => window.removeEventListener('pageshow', resumed);
  }, [router]);

  return (
    <div className="page flex max-w-md flex-col items-center gap-4 py-16 text-center">
      <Landmark aria-hidden strokeWidth={1.4} className="size-12 text-accent" />
      <h1 className="text-2xl">{t('title')}</h1>
      <p className="text-sm text-soft">{t('text')}</p>
      <Refused
        error={error}
        actions={
          <ButtonLink href={home} size="sm" look="outline">
            {t('back')}
          </ButtonLink>
        }
      />
      <form ref={form} method="post" action={page?.action} className="w-full">
        {Object.entries(page?.fields ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {error ? null : (
          <Button type="submit" size="lg" wide disabled={!page}>
            {page ? t('go') : t('preparing')}
          </Button>
        )}
      </form>
      <p className="text-xs text-faint">{t('note')}</p>
    </div>
  );
}
