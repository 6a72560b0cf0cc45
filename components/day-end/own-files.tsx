import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { OwnFileView } from '#components/trpc/outputs.ts';
import { Badge } from '#components/ui/badge.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';

const link = 'inline-flex min-h-6 items-center gap-1 text-accent underline-offset-4 hover:underline [&_svg]:size-3.5';
const pathOf = ({ businessDate, file, version }: OwnFileView, ending: string): string =>
  `/api/day-files/${businessDate}/${file}.${ending}?version=${version}`;

/** The platform's own files of a day for its auditors, every version, with their hashes. */
export function OwnFiles({ files }: { files: readonly OwnFileView[] }) {
  const t = useTranslations('dayEnd.files');
  const newest = Math.max(0, ...files.map(({ version }) => version));
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('note')} />
      {files.length === 0 ? (
        <Empty title={t('none')}>{t('noneNote')}</Empty>
      ) : (
        <DataTable
          caption={t('title')}
          rows={files}
          keyOf={({ file, version }) => `${file} ${version}`}
          columns={[
            {
              label: t('file'),
              lead: true,
              cell: (made) => (
                <a href={pathOf(made, 'csv')} download className={link}>
                  <Download aria-hidden />
                  {t(`name.${made.file}`)}
                </a>
              ),
            },
            {
              label: t('version'),
              cell: ({ version }) =>
                version === newest ? version : <Badge>{t('superseded', { version: String(version) })}</Badge>,
            },
            { label: t('rows'), end: true, cell: ({ rows }) => <span className="num">{rows}</span> },
            { label: t('bytes'), end: true, cell: ({ bytes }) => <span className="num">{bytes}</span> },
            {
              label: 'SHA-256',
              cell: (made) => (
                <a href={pathOf(made, 'csv.sha256')} download title={made.hash} className={link}>
                  <code className="font-mono text-2xs">{made.hash.slice(0, 16)}…</code>
                </a>
              ),
            },
          ]}
        />
      )}
    </Panel>
  );
}
