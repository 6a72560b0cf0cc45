import { useTranslations } from 'next-intl';
import { Amount } from '#components/money/amount.tsx';
import type { CertificateBodyView } from '#components/trpc/outputs.ts';
import { DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { fen } from '#server/primitives/money.ts';
import { CheckStateBadge } from './check-state.tsx';

const CODE = 'font-mono text-2xs break-all';

/** "1234.05" of the certificate's text as an amount. */
const read = (text: string) => fen(BigInt(text.replace('.', '')));

export function CertifiedChecks({ checks }: { checks: CertificateBodyView['checks'] }) {
  const t = useTranslations('certificate');
  const words = useTranslations('reconciliation');
  return (
    <Panel>
      <PanelHead title={t('checks')} />
      <DataTable
        caption={t('checks')}
        rows={checks}
        keyOf={(row) => row.check}
        columns={[
          { label: words('check'), lead: true, cell: (row) => words(`name.${row.check}`) },
          { label: words('result'), cell: (row) => <CheckStateBadge state={row.state} /> },
          { label: words('compared'), end: true, cell: (row) => row.compared },
          { label: words('left'), end: true, cell: (row) => <Amount value={read(row.left)} /> },
          { label: words('right'), end: true, cell: (row) => <Amount value={read(row.right)} /> },
          { label: words('difference'), end: true, cell: (row) => <Amount value={read(row.difference)} /> },
          { label: t('found'), end: true, cell: (row) => row.breaks },
        ]}
      />
    </Panel>
  );
}

/** What the certificate rests on: each part with its rows and its hash. */
export function CertifiedInputs({ inputs }: { inputs: CertificateBodyView['inputs'] }) {
  const t = useTranslations('certificate');
  const partName = usePartName();
  const rows = Object.entries(inputs).map(([part, digest]) => ({ part, ...digest }));
  return (
    <Panel>
      <PanelHead title={t('inputs')} note={t('inputsNote')} />
      <DataTable
        caption={t('inputs')}
        rows={rows}
        keyOf={(row) => row.part}
        columns={[
          { label: t('part'), lead: true, cell: (row) => partName(row.part) },
          { label: t('rows'), end: true, cell: (row) => row.rows },
          { label: t('hash'), className: CODE, cell: (row) => row.sha256 },
        ]}
      />
    </Panel>
  );
}

/** A part of the day in words: the bank's file, our books, the desk, our own file. */
export function usePartName(): (part: string) => string {
  const t = useTranslations('certificate.source');
  return (part) => {
    const [source = '', name = ''] = part.split('/');
    if (source === 'bank') return t('bank', { name });
    const key = part.replace('/', '-');
    return t.has(key as Parameters<typeof t>[0]) ? t(key as Parameters<typeof t>[0]) : part;
  };
}
