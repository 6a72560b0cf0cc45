'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useProductName } from '#components/apply/product-name.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Choice } from '#components/ui/field.tsx';
import { ProposeForm } from './propose-form.tsx';
import { VersionActions } from './version-actions.tsx';
import { VersionTable } from './version-table.tsx';

type Props = { today: string; mayPropose: boolean; mayDecide: boolean };

/** One product at a time: its versions side by side, what waits for a second person, and the form for the next one. */
export function ProductDesk({ today, mayPropose, mayDecide }: Props) {
  const t = useTranslations('products');
  const trpc = useTRPC();
  const nameOf = useProductName();
  const { data } = useSuspenseQuery(trpc.product.versions.queryOptions());
  const codes = [...new Set(data.map(({ product }) => product.code))];
  const [chosen, setCode] = useState('');
  const code = codes.includes(chosen) ? chosen : (codes[0] ?? '');
  const versions = data.filter(({ product }) => product.code === code);
  const newest = versions.at(-1);
  if (!newest) return null;
  const options = codes.map((value) => {
    const one = data.findLast(({ product }) => product.code === value);
    return { value, label: one ? nameOf(one.product) : value };
  });
  const waiting = versions.filter(({ product }) => product.state === 'proposed');
  return (
    <div className="space-y-6">
      <div className="max-w-sm">
        <Choice label={t('product')} value={code} options={options} onChange={setCode} />
      </div>
      {waiting.map((version) => (
        <VersionActions key={version.product.id} version={version} today={today} mayDecide={mayDecide} />
      ))}
      <VersionTable versions={versions} />
      {mayPropose ? (
        <ProposeForm key={newest.product.id} base={newest.product} codes={codes} today={today} onProposed={setCode} />
      ) : null}
    </div>
  );
}
