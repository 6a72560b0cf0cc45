import { FileCheck2 } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { StateBadge } from '#components/states/state-badge.tsx';
import { Day } from '#components/time/day.tsx';
import type { MatrixDayView, MatrixView } from '#components/trpc/outputs.ts';
import { Empty } from '#components/ui/empty.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Cell, Column, Row, Table, TableBody, TableHead } from '#components/ui/table.tsx';
import { ArrowKeys } from './arrow-keys.tsx';
import { CheckStateBadge } from './check-state.tsx';
import { certificatePath, dayPath, drillPath } from './paths.ts';

const LINK = 'text-accent underline-offset-4 hover:underline';

function CertificateMark({ day }: { day: MatrixDayView }) {
  const t = useTranslations('matrix');
  if (!day.certificate) return <span className="text-2xs text-faint">{t('uncertified')}</span>;
  return (
    <Link href={certificatePath(day.date)} className={`inline-flex items-center gap-1 whitespace-nowrap ${LINK}`}>
      <FileCheck2 aria-hidden className="size-3.5" />
      <span className="sr-only">{t('certificate')} </span>
      <code className="font-mono text-2xs">{day.certificate.hash.slice(0, 8)}</code>
    </Link>
  );
}

function CheckCell({ date, cell }: { date: MatrixDayView['date']; cell: MatrixDayView['cells'][number] }) {
  const { check, state, breaks } = cell;
  if (!state) return <CheckStateBadge state={null} />;
  return (
    <Link href={drillPath({ date, check, differing: state === 'red' })} className="hover:opacity-80">
      <CheckStateBadge state={state} breaks={breaks} />
    </Link>
  );
}

/** Of a day that is green its cells say enough. */
const saysMore = ({ reconciliation }: MatrixDayView): boolean => reconciliation !== null && reconciliation !== 'green';

function DayRow({ day }: { day: MatrixDayView }) {
  const t = useTranslations('matrix');
  const name = useTranslations('reconciliation.name');
  return (
    <Row>
      <Cell lead>
        <Link href={dayPath(day.date)} className={LINK}>
          <Day value={day.date} weekday />
        </Link>
        {saysMore(day) && day.reconciliation ? (
          <span className="block">
            <StateBadge kind="reconciliation" state={day.reconciliation} />
          </span>
        ) : null}
      </Cell>
      {day.cells.map((cell) => (
        <Cell key={cell.check} label={name(cell.check)}>
          <CheckCell date={day.date} cell={cell} />
        </Cell>
      ))}
      <Cell label={t('certificate')}>
        <CertificateMark day={day} />
      </Cell>
    </Row>
  );
}

/** The days of a month against the six checks: how each stands, what it found, and whether the day is certified. */
export function Matrix({ matrix }: { matrix: MatrixView }) {
  const t = useTranslations('matrix');
  const name = useTranslations('reconciliation.name');
  if (matrix.days.length === 0)
    return (
      <Panel>
        <Empty title={t('none')}>{t('noneNote')}</Empty>
      </Panel>
    );
  return (
    <>
      <Panel>
        <ArrowKeys>
          <Table caption={t('caption')}>
            <TableHead>
              <Column className="align-bottom">{t('date')}</Column>
              {matrix.checks.map((check) => (
                <Column key={check} className="align-bottom whitespace-normal">
                  {name(check)}
                </Column>
              ))}
              <Column className="align-bottom">{t('certificate')}</Column>
            </TableHead>
            <TableBody>
              {matrix.days.map((day) => (
                <DayRow key={day.date} day={day} />
              ))}
            </TableBody>
          </Table>
        </ArrowKeys>
      </Panel>
      <p className="mt-3 text-xs text-faint">{t('legend')}</p>
    </>
  );
}
