import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day, Moment } from '#components/time/day.tsx';
import type { BreakPageView } from '#components/trpc/outputs.ts';
import { DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Fact, Facts } from '#components/ui/figure.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';

type Evidence = BreakPageView['evidence'];

function InstructionFacts({ instruction }: { instruction: NonNullable<Evidence['instruction']> }) {
  const t = useTranslations('breaks');
  const kinds = useTranslations('instructions.kind');
  return (
    <Facts>
      <Fact label={t('instruction')}>
        {kinds(instruction.kind)} <StateBadge kind="instruction" state={instruction.state} />
      </Fact>
      <Fact label={t('requestNo')}>
        <span className="font-mono text-xs break-all">{instruction.requestNo}</span>
      </Fact>
      <Fact label={t('transactionAt')}>
        {instruction.transactionAt ? <Moment value={instruction.transactionAt} seconds /> : '—'}
      </Fact>
    </Facts>
  );
}

/** The postings of the line with their legs, as they were found and as corrections have written them. */
function Postings({ postings }: { postings: Evidence['postings'] }) {
  const t = useTranslations('breaks');
  const kinds = useTranslations('statement.kind');
  const buckets = useTranslations('statement.bucket');
  const rows = postings.flatMap((posting) => posting.legs.map((leg) => ({ posting, leg })));
  return (
    <DataTable
      caption={t('postings')}
      rows={rows}
      keyOf={({ leg }) => `${leg.accountId} ${leg.sequence}`}
      columns={[
        {
          label: t('posting'),
          lead: true,
          cell: ({ posting }) => (
            <>
              {kinds(posting.kind)}
              <span className="block text-2xs font-normal text-faint">
                {posting.correctionId ? t('byCorrection') : t('asPosted')}
              </span>
            </>
          ),
        },
        { label: t('date'), cell: ({ leg }) => <Day value={leg.businessDate} /> },
        { label: t('account'), className: 'font-mono text-2xs', cell: ({ leg }) => leg.userNo },
        { label: t('bucket'), cell: ({ leg }) => buckets(leg.bucket) },
        { label: t('posted'), end: true, cell: ({ posting }) => <Amount value={posting.amount} /> },
        { label: t('leg'), end: true, cell: ({ leg }) => <Amount value={leg.amount} signed /> },
        { label: t('balanceAfter'), end: true, cell: ({ leg }) => <Amount value={leg.balanceAfter} /> },
      ]}
    />
  );
}

function AccountFacts({ account }: { account: NonNullable<Evidence['account']> }) {
  const buckets = useTranslations('statement.bucket');
  const t = useTranslations('breaks');
  return (
    <Facts>
      <Fact label={t('account')}>
        <span className="font-mono text-xs break-all">{account.userNo}</span>
      </Fact>
      {(['available', 'frozen', 'withdrawing'] as const).map((bucket) => (
        <Fact key={bucket} label={buckets(bucket)}>
          <Amount value={account[bucket]} />
        </Fact>
      ))}
    </Facts>
  );
}

/** What lies about a break: the instruction, its postings with their legs, the bank's row, the account, the loan. */
export function BreakEvidence({ evidence, date }: { evidence: Evidence; date: string }) {
  const t = useTranslations('breaks');
  const { instruction, postings, fileRow, account, loan } = evidence;
  const nothing = !instruction && postings.length === 0 && !fileRow && !account && !loan;
  return (
    <Panel>
      <PanelHead
        title={t('evidence')}
        actions={
          <Link
            href={`/admin/reconciliation/${date}`}
            className="text-sm text-accent underline-offset-4 hover:underline"
          >
            {t('toDay')}
          </Link>
        }
      />
      {nothing ? <Empty title={t('noEvidence')} /> : null}
      <PanelBody className="space-y-4">
        {instruction ? <InstructionFacts instruction={instruction} /> : null}
        {account ? <AccountFacts account={account} /> : null}
        {loan ? (
          <p className="text-sm">
            <Link href={`/admin/loans/${loan.id}`} className="text-accent underline-offset-4 hover:underline">
              {loan.number}
            </Link>
          </p>
        ) : null}
        {fileRow ? (
          <div className="space-y-1.5">
            <p className="text-sm text-faint">{t('fileRow', { file: fileRow.file, row: fileRow.rowNumber })}</p>
            <pre className="rounded-md bg-sunk p-3 font-mono text-2xs break-all whitespace-pre-wrap">{fileRow.raw}</pre>
          </div>
        ) : null}
      </PanelBody>
      {postings.length > 0 ? <Postings postings={postings} /> : null}
    </Panel>
  );
}
