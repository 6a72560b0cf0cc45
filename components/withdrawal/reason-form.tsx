'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { Button } from '#components/ui/button.tsx';
import { isReason, ReasonField } from '#components/ui/reason-field.tsx';

type Props = {
  /** What opens the form. */
  open: string;
  label: string;
  submit: string;
  busy: boolean;
  error: unknown;
  onSubmit: (reason: string) => void;
};

/** Something that needs a reason on record: a button that opens the one field. */
export function ReasonForm({ open, label, submit, busy, error, onSubmit }: Props) {
  const t = useTranslations('payouts');
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const given = isReason(reason);
  if (!asking)
    return (
      <Button look="outline" size="sm" className="whitespace-nowrap" onClick={() => setAsking(true)}>
        {open}
      </Button>
    );
  return (
    <form
      noValidate
      className="min-w-56 space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (given) onSubmit(reason.trim());
      }}
    >
      <ReasonField
        label={label}
        error={tried && !given ? t('reasonMissing') : undefined}
        value={reason}
        onValue={setReason}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" disabled={busy}>
          {submit}
        </Button>
        <Button look="outline" size="sm" disabled={busy} onClick={() => setAsking(false)}>
          {t('leave')}
        </Button>
      </div>
      <Refused error={error} />
    </form>
  );
}
