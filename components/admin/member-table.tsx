'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { Moment } from '#components/time/day.tsx';
import type { MemberView } from '#components/trpc/outputs.ts';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { type ColumnOf, DataTable } from '#components/ui/data-table.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { MEMBERS_PAGE } from './members-page.ts';

const accountText = ({ role, cardLastFour }: MemberView['accounts'][number]): string =>
  cardLastFour ? `${role} ···${cardLastFour}` : role;

/** The person, or the companies that the login stands for. */
function Name({ row }: { row: MemberView }) {
  const t = useTranslations('members');
  const [first] = row.enterprises;
  return (
    <>
      {row.maskedName ?? (first ? null : t('unnamed'))}
      {row.enterprises.map(({ name, maskedCode }) => (
        <span key={maskedCode} className="block">
          {name} <span className="num text-2xs font-normal text-faint">{maskedCode}</span>
        </span>
      ))}
    </>
  );
}

function useColumns(): ColumnOf<MemberView>[] {
  const t = useTranslations('members');
  return [
    { label: t('name'), lead: true, cell: (row) => <Name row={row} /> },
    {
      label: t('roles'),
      cell: (row) => (
        <span className="flex flex-wrap justify-end gap-1 sm:justify-start">
          {row.roles.map((role) => (
            <Badge key={role}>{t(`role.${role}`)}</Badge>
          ))}
        </span>
      ),
    },
    { label: t('phone'), className: 'num', cell: (row) => row.maskedPhone ?? '—' },
    {
      label: t('accounts'),
      className: 'num text-xs',
      cell: (row) => (row.accounts.length === 0 ? '—' : row.accounts.map(accountText).join(', ')),
    },
    { label: t('since'), cell: (row) => <Moment value={row.createdAt} /> },
  ];
}

/** Members as the desk may see them: names, phones and cards masked. */
export function MemberTable() {
  const t = useTranslations('members');
  const trpc = useTRPC();
  const columns = useColumns();
  const [offset, setOffset] = useState(0);
  const members = useQuery({
    ...trpc.member.masked.queryOptions({ limit: MEMBERS_PAGE, offset }),
    placeholderData: keepPreviousData,
  });
  const rows = members.data ?? [];
  const step = (by: number) => setOffset(Math.max(0, offset + by));
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('note')} />
      <Refused error={members.error} className="mx-4 mb-4" />
      <DataTable caption={t('title')} columns={columns} rows={rows} keyOf={(row) => row.memberId} />
      <PanelBody className="flex gap-2 pt-4">
        <Button look="outline" size="sm" disabled={offset === 0} onClick={() => step(-MEMBERS_PAGE)}>
          {t('previous')}
        </Button>
        <Button look="outline" size="sm" disabled={rows.length < MEMBERS_PAGE} onClick={() => step(MEMBERS_PAGE)}>
          {t('next')}
        </Button>
      </PanelBody>
    </Panel>
  );
}
