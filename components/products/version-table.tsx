'use client';

import { useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day } from '#components/time/day.tsx';
import type { ProductVersion } from '#components/trpc/outputs.ts';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { sameTerm, TERM_NAMES, type TermName, useTermText } from './term-text.ts';

/** As many versions as stand beside each other. */
const SHOWN = 3;

function Version({ version: { product, proposer, publisher, loans } }: { version: ProductVersion }) {
  const t = useTranslations('products');
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2 text-sm">
      <span className="font-medium">{t('version', { version: String(product.version) })}</span>
      <StateBadge kind="product" state={product.state} />
      <span className="text-faint">
        {t.rich('from', { day: () => <Day value={product.validFrom} /> })} · {t('loans', { count: loans })}
      </span>
      {proposer ? (
        <span className="text-xs text-faint">{t('by', { proposer, publisher: publisher ?? '—' })}</span>
      ) : null}
    </li>
  );
}

/** The last versions of a product term by term; what a version has changed is said in a word too. */
export function VersionTable({ versions }: { versions: readonly ProductVersion[] }) {
  const t = useTranslations('products');
  const textOf = useTermText();
  const shown = versions.slice(-SHOWN);
  const columns: ColumnOf<TermName>[] = [
    { label: t('termHead'), lead: true, cell: (name) => t(`term.${name}`) },
    ...shown.map(({ product }, index): ColumnOf<TermName> => {
      const before = shown[index - 1]?.product;
      return {
        label: t('version', { version: String(product.version) }),
        end: true,
        cell: (name) =>
          before && !sameTerm(before, product, name) ? (
            <span className="font-semibold">
              {textOf(product, name)} <span className="text-2xs font-normal text-on-warm">{t('changed')}</span>
            </span>
          ) : (
            textOf(product, name)
          ),
      };
    }),
  ];
  return (
    <Panel>
      <PanelHead title={t('versions')} />
      <PanelBody>
        <ul className="divide-y divide-line">
          {versions.map((version) => (
            <Version key={version.product.id} version={version} />
          ))}
        </ul>
      </PanelBody>
      <DataTable caption={t('versions')} columns={columns} rows={TERM_NAMES} keyOf={(name) => name} />
    </Panel>
  );
}
