'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Refused } from '#components/errors/refused.tsx';
import { Day } from '#components/time/day.tsx';
import type { FindingView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { PlainDate } from '#server/primitives/calendar.ts';
import { usePartName } from './certificate-parts.tsx';

function Finding({ found }: { found: FindingView }) {
  const t = useTranslations('certificate');
  const partName = usePartName();
  const part = found.part && (found.kind === 'changed' ? partName(found.part) : found.part);
  return (
    <li>
      <Day value={found.date} />
      {found.version === null ? null : ` v${found.version}`}: {t(`finding.${found.kind}`)}
      {part ? ` · ${part}` : null}
      {found.rows ? ` · ${t('rowsThenNow', { certified: found.rows.certified, now: found.rows.now })}` : null}
    </li>
  );
}

/** Holds the certificate of a day against its chain and the database as it stands now. */
export function VerifyNow({ date }: { date: PlainDate }) {
  const t = useTranslations('certificate');
  const trpc = useTRPC();
  const asked = useQuery({
    ...trpc.certificate.verify.queryOptions({ from: date, to: date }),
    enabled: false,
    gcTime: 0,
  });
  const { data: said } = asked;
  return (
    <div className="space-y-3">
      <Button look="outline" disabled={asked.isFetching} onClick={() => void asked.refetch()}>
        {asked.isFetching ? t('verifying') : t('verify')}
      </Button>
      <Refused error={asked.error} />
      {said && !asked.isFetching ? (
        <Notice kind={said.good ? 'good' : 'risk'} live title={said.good ? t('verified') : t('notVerified')}>
          {said.good ? (
            t('verifiedNote')
          ) : (
            <ul className="list-disc ps-5">
              {said.findings.map((found) => (
                <Finding key={`${found.version} ${found.kind} ${found.part}`} found={found} />
              ))}
            </ul>
          )}
        </Notice>
      ) : null}
    </div>
  );
}
