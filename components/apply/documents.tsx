'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { openFile } from './open-file.ts';
import { UploadField } from './upload-field.tsx';

type Props = { place: { draftId: string } | { loanId: string }; mayAdd: boolean; before?: () => Promise<void> };

/** The files of a draft or an application, each with its state; new ones are added below. */
export function Documents({ place, mayAdd, before }: Props) {
  const t = useTranslations('documents');
  const kinds = useTranslations('documentKind');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const files = useQuery(trpc.application.documents.queryOptions(place));
  const again = () => queryClient.invalidateQueries({ queryKey: trpc.application.documents.queryKey(place) });
  const remove = useMutation(trpc.application.removeDocument.mutationOptions({ onSettled: again }));
  const open = useMutation(trpc.application.openDocument.mutationOptions({ onSuccess: openFile }));
  return (
    <div className="space-y-4">
      {files.data?.length ? (
        <ul className="divide-y divide-line rounded-md border border-line">
          {files.data.map((file) => (
            <li key={file.documentId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm">
              <span className="min-w-0 grow">
                <button
                  type="button"
                  className="max-w-full break-all text-start text-accent underline-offset-4 hover:underline"
                  onClick={() => open.mutate({ documentId: file.documentId })}
                >
                  {file.name}
                </button>
                <span className="block text-xs text-faint">
                  {kinds(file.kind as Parameters<typeof kinds>[0])}
                  {file.reason ? ` · ${file.reason}` : null}
                </span>
              </span>
              <StateBadge kind="document" state={file.state} />
              {mayAdd && file.state === 'uploaded' ? (
                <Button
                  look="quiet"
                  size="sm"
                  disabled={remove.isPending}
                  onClick={() => remove.mutate({ documentId: file.documentId })}
                >
                  {t('remove')}
                  <span className="sr-only">: {file.name}</span>
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-sm text-soft">{t('none')}</p>
      )}
      <Refused error={remove.error ?? open.error ?? files.error} />
      {mayAdd ? <UploadField place={place} before={before} onDone={again} /> : null}
    </div>
  );
}
