'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Refused } from '#components/errors/refused.tsx';
import { Moment } from '#components/time/day.tsx';
import { useTRPC } from '#components/trpc/provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel, PanelBody, PanelHead } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';

const MEMBERS_PAGE = 30;

/** Members as the desk may see them: names, phones and cards masked. */
export function MemberTable() {
  const t = useTranslations('members');
  const trpc = useTRPC();
  const [offset, setOffset] = useState(0);
  const members = useQuery({
    ...trpc.member.masked.queryOptions({ limit: MEMBERS_PAGE, offset }),
    placeholderData: keepPreviousData,
  });
  const rows = members.data ?? [];
  return (
    <Panel>
      <PanelHead title={t('title')} note={t('note')} />
      <Refused error={members.error} className="mx-4 mb-4" />
      <Table caption={t('title')}>
        <TableHead>
          <Column>{t('name')}</Column>
          <Column>{t('roles')}</Column>
          <Column>{t('phone')}</Column>
          <Column>{t('accounts')}</Column>
          <Column>{t('since')}</Column>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <Row key={row.memberId}>
              <Cell lead>{row.maskedName ?? t('unnamed')}</Cell>
              <Cell label={t('roles')}>
                <span className="flex flex-wrap justify-end gap-1 sm:justify-start">
                  {row.roles.map((role) => (
                    <Badge key={role}>{t(`role.${role}`)}</Badge>
                  ))}
                </span>
              </Cell>
              <Cell label={t('phone')} className="num">
                {row.maskedPhone ?? '—'}
              </Cell>
              <Cell label={t('accounts')} className="num text-xs">
                {row.accounts.length === 0
                  ? '—'
                  : row.accounts.map((account) => `${account.role} ···${account.cardLastFour ?? ''}`).join(', ')}
              </Cell>
              <Cell label={t('since')}>
                <Moment value={row.createdAt} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
      <PanelBody className="flex gap-2 pt-4">
        <Button
          look="outline"
          size="sm"
          disabled={offset === 0}
          onClick={() => setOffset(Math.max(0, offset - MEMBERS_PAGE))}
        >
          {t('previous')}
        </Button>
        <Button
          look="outline"
          size="sm"
          disabled={rows.length < MEMBERS_PAGE}
          onClick={() => setOffset(offset + MEMBERS_PAGE)}
        >
          {t('next')}
        </Button>
      </PanelBody>
    </Panel>
  );
}
