'use client';

import { Check, Link2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';

/** Copies this page's address; where that is not allowed, shows it to be copied by hand. */
export function CopyLink() {
  const t = useTranslations('calculator');
  const [copied, setCopied] = useState(false);
  const [address, setAddress] = useState<string>();
  async function copy(): Promise<void> {
    const { href } = window.location;
    try {
      await navigator.clipboard.writeText(href);
      setCopied(true);
    } catch {
      setAddress(href);
    }
  }
  return (
    <div className="space-y-2">
      <Button look="outline" size="sm" onClick={() => void copy()} onBlur={() => setCopied(false)}>
        {copied ? <Check aria-hidden className="size-3.5 text-good" /> : <Link2 aria-hidden className="size-3.5" />}
        <span aria-live="polite">{copied ? t('copied') : t('share')}</span>
      </Button>
      {address ? <p className="text-xs break-all text-soft select-all">{address}</p> : null}
    </div>
  );
}
