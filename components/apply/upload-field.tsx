'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '#components/errors/error-text.ts';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { newRequestId } from '#components/trpc/request-id.ts';
import { Choice, Field, Input } from '#components/ui/field.tsx';
import { fileAsText } from './open-file.ts';

const KINDS = ['identity', 'income', 'collateral', 'accounts', 'other'] as const;
const LARGEST_BYTES = 5 * 1_048_576;

type Props = { place: { draftId: string } | { loanId: string }; before?: () => Promise<void>; onDone: () => void };

/** What the next file shows, and the file itself; it is sent as soon as it is chosen. */
export function UploadField({ place, before, onDone }: Props) {
  const t = useTranslations('documents');
  const names = useTranslations('documentKind');
  const sentence = useErrorText();
  const trpc = useTRPC();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('income');
  const [tooLarge, setTooLarge] = useState(false);
  const [unsaved, setUnsaved] = useState(false);
  const upload = useMutation(trpc.application.upload.mutationOptions({ onSuccess: onDone }));

  async function send(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    setUnsaved(false);
    setTooLarge(file !== undefined && file.size > LARGEST_BYTES);
    if (!file || file.size > LARGEST_BYTES) return;
    const content = await fileAsText(file);
    input.value = '';
    try {
      await before?.();
    } catch {
      setUnsaved(true);
      return;
    }
    upload.mutate({ ...place, documentId: newRequestId(), kind, name: file.name, content });
  }

  return (
    <div className="space-y-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Choice
          label={t('kind')}
          value={kind}
          options={KINDS.map((value) => ({ value, label: names(value) }))}
          onChange={(value) => setKind(KINDS.find((each) => each === value) ?? 'other')}
        />
        <Field
          label={t('file')}
          hint={t('fileHint')}
          error={tooLarge ? sentence('FILE_TOO_LARGE') : unsaved ? t('notSent') : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type="file"
              accept="image/jpeg,image/png,application/pdf"
              disabled={upload.isPending}
              className="py-1.5 text-sm"
              onChange={(event) => void send(event.target)}
            />
          )}
        </Field>
      </div>
      <p aria-live="polite" className="text-xs text-faint">
        {upload.isPending ? t('sending') : upload.isSuccess ? t('sent') : null}
      </p>
      <Refused error={upload.error} />
    </div>
  );
}
