import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import type { LineEvidenceView } from '#components/trpc/outputs.ts';
import { DataTable } from '#components/ui/data-table.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

const CODE = 'font-mono text-2xs break-all select-all';
type Posting = LineEvidenceView['postings'][number];

function PostingPanel({ posting }: { posting: Posting }) {
  const t = useTranslations('drill');
  const kind = useTranslations('statement.kind');
  const bucket = useTranslations('statement.bucket');
  return (
    <Panel>
      <PanelHead title={t('posting')} note={kind(posting.kind)} />
      <PanelBody>
        <Facts>
          <Fact label={t('amount')}>
            <Amount value={posting.amount} />
          </Fact>
          <Fact label={t('businessDate')}>
            <Day value={posting.businessDate} />
          </Fact>
          <Fact label={t('when')}>
            <Moment value={posting.occurredAt} seconds />
          </Fact>
          <Fact label={t('postedAt')}>
            <Moment value={posting.postedAt} seconds />
          </Fact>
          <Fact label={t('journalId')}>
            <code className={CODE}>{posting.journalId}</code>
          </Fact>
        </Facts>
      </PanelBody>
      <DataTable
        caption={t('entries')}
        rows={posting.entries}
        keyOf={(entry) => `${entry.userNo} ${entry.sequence}`}
        columns={[
          { label: t('account'), lead: true, className: CODE, cell: (entry) => entry.userNo },
          { label: t('bucket'), cell: (entry) => bucket(entry.bucket) },
          { label: t('amount'), end: true, cell: (entry) => <Amount value={entry.amount} signed /> },
          { label: t('balanceAfter'), end: true, cell: (entry) => <Amount value={entry.balanceAfter} /> },
        ]}
      />
    </Panel>
  );
}

function RecordPanel({ record }: { record: LineEvidenceView['record'] }) {
  const t = useTranslations('drill');
  return (
    <Panel>
      <PanelHead title={t('record')} note={t('recordNote')} />
      <PanelBody>
        {record ? (
          <Facts>
            <Fact label={t('service')}>
              <code className={CODE}>{record.service}</code>
            </Fact>
            <Fact label={t('requestNo')}>
              <code className={CODE}>{record.requestNo}</code>
            </Fact>
            <Fact label={t('state')}>
              <StateBadge kind="instruction" state={record.state} />
            </Fact>
            <Fact label={t('transactionAt')}>
              {record.transactionAt ? <Moment value={record.transactionAt} seconds /> : '—'}
            </Fact>
            <Fact label={t('concludedAt')}>
              {record.concludedAt ? <Moment value={record.concludedAt} seconds /> : '—'}
            </Fact>
            {record.errorCode ? (
              <Fact label={t('refusal')}>
                {record.errorCode} {record.errorMessage}
              </Fact>
            ) : null}
          </Facts>
        ) : (
          <Notice kind="wait">{t('noRecord')}</Notice>
        )}
      </PanelBody>
    </Panel>
  );
}

function RowsPanel({ rows }: { rows: LineEvidenceView['rows'] }) {
  const t = useTranslations('drill');
  return (
    <Panel>
      <PanelHead title={t('rawRows')} note={t('rawRowsNote')} />
      {rows.length === 0 ? (
        <PanelBody>
          <Notice kind="wait">{t('noRow')}</Notice>
        </PanelBody>
      ) : (
        <DataTable
          caption={t('rawRows')}
          rows={rows}
          keyOf={(row) => `${row.businessDate} ${row.file} ${row.rowNumber}`}
          columns={[
            {
              label: t('file'),
              lead: true,
              className: 'whitespace-nowrap',
              cell: (row) => `${row.file} · ${row.rowNumber}`,
            },
            { label: t('businessDate'), cell: (row) => <Day value={row.businessDate} /> },
            { label: t('amount'), end: true, cell: (row) => <Amount value={row.amount} /> },
            { label: t('raw'), className: CODE, cell: (row) => row.raw },
          ]}
        />
      )}
    </Panel>
  );
}

/** Everything about one line: what was found, what we posted, what the bank said, and the row as it came. */
export function LineSheet({ evidence }: { evidence: LineEvidenceView }) {
  const t = useTranslations('drill');
  const kind = useTranslations('reconciliation.kind');
  const { breaks, postings, record, rows } = evidence;
  return (
    <div className="space-y-6">
      {breaks.map((found) => (
        <Notice key={found.id} kind={found.state === 'resolved' ? 'good' : 'risk'} title={kind(found.kind)}>
          <Link href={`/admin/breaks/${found.id}`} className="text-accent underline-offset-4 hover:underline">
            {t('toBreaks')}
          </Link>
        </Notice>
      ))}
      {postings.length === 0 ? <Notice kind="wait">{t('noPostingHere')}</Notice> : null}
      {postings.map((posting) => (
        <PostingPanel key={posting.journalId} posting={posting} />
      ))}
      <div className="grid gap-6">
        <RecordPanel record={record} />
        <RowsPanel rows={rows} />
      </div>
    </div>
  );
}
