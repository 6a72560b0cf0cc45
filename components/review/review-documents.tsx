'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { openFile } from '#components/apply/open-file.ts';
import { Refused } from '#components/errors/refused.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

type Props = { loanId: string; mayJudge: boolean; mayOpen: boolean };

/** An officer's word on one file; a refusal says what to bring instead. */
function Judge({ documentId, onDone }: { documentId: string; onDone: () => void }) {
  const t = useTranslations('documents');
  const trpc = useTRPC();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const judge = useMutation(trpc.application.judgeDocument.mutationOptions({ onSettled: onDone }));
  function send(judgement: 'accepted' | 'refused'): void {
    setTried(judgement === 'refused');
    if (judgement === 'accepted' || reason.trim() !== '') judge.mutate({ documentId, judgement, reason });
  }
  return (
    <div className="flex w-full flex-wrap items-end gap-2">
      <Field
        className="grow"
        label={t('refusal')}
        error={tried && reason.trim() === '' ? t('refusalMissing') : undefined}
      >
        {(control) => (
          <Input {...control} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      <Button size="sm" look="outline" disabled={judge.isPending} onClick={() => send('accepted')}>
        {t('accept')}
      </Button>
      <Button size="sm" look="outline" disabled={judge.isPending} onClick={() => send('refused')}>
        {t('refuse')}
      </Button>
      <Refused error={judge.error} />
    </div>
  );
}

/** The files of the application, to be opened and judged. Whoever opens one is recorded. */
export function ReviewDocuments({ loanId, mayJudge, mayOpen }: Props) {
  const t = useTranslations('documents');
  const kinds = useTranslations('documentKind');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data: files = [] } = useQuery(trpc.application.documentsInReview.queryOptions({ loanId }));
  const open = useMutation(trpc.application.openDocumentInReview.mutationOptions({ onSuccess: openFile }));
  const again = () =>
    queryClient.invalidateQueries({ queryKey: trpc.application.documentsInReview.queryKey({ loanId }) });
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('lookNote')} />
      <PanelBody>
        {files.length === 0 ? <p className="text-sm text-soft">{t('none')}</p> : null}
        <ul className="divide-y divide-line">
          {files.map((file) => (
            <li key={file.documentId} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 text-sm">
              <span className="min-w-0 grow">
                <span className="break-all">{file.name}</span>
                <span className="block text-xs text-faint">
                  {kinds(file.kind as Parameters<typeof kinds>[0])}
                  {file.reason ? ` · ${file.reason}` : null}
                </span>
              </span>
              <StateBadge kind="document" state={file.state} />
              {mayOpen ? (
                <Button look="quiet" size="sm" onClick={() => open.mutate({ documentId: file.documentId })}>
                  {t('open')}
                  <span className="sr-only">: {file.name}</span>
                </Button>
              ) : null}
              {mayJudge ? <Judge documentId={file.documentId} onDone={again} /> : null}
            </li>
          ))}
        </ul>
        <Refused error={open.error} />
      </PanelBody>
    </Panel>
  );
}
