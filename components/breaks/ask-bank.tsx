'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

/** The bank's record, asked at this moment and only when somebody wants it. */
export function AskBank({ breakId }: { breakId: string }) {
  const t = useTranslations('breaks');
  const trpc = useTRPC();
  const [asked, setAsked] = useState(false);
  const query = useQuery({ ...trpc.reconciliation.askBank.queryOptions({ breakId }), enabled: asked, retry: false });
  return (
    <Panel>
      <PanelHead
        title={t('bank')}
        note={t('bankNote')}
        actions={
          <Button
            look="outline"
            size="sm"
            disabled={query.isFetching}
            onClick={() => (asked ? query.refetch() : setAsked(true))}
          >
            {query.isFetching ? t('asking') : t('ask')}
          </Button>
        }
      />
      <PanelBody aria-live="polite" className="space-y-3">
        <Refused error={query.error} />
        {query.data ? (
          <Facts>
            <Fact label={query.data.question}>
              <span className="font-mono text-xs break-all">{query.data.subject}</span>
            </Fact>
            {query.data.fields.map(([field, value]) => (
              <Fact key={field} label={<span className="font-mono text-xs">{field}</span>}>
                <span className="break-all">{value}</span>
              </Fact>
            ))}
          </Facts>
        ) : null}
      </PanelBody>
    </Panel>
  );
}
