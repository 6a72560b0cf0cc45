import type { PlainDate } from '#server/primitives/calendar.ts';

/** Where somebody stands on the way from a total to a line; the address keeps all of it. */
export type DrillPlace = Readonly<{
  date: PlainDate;
  check: string;
  name?: string;
  account?: string;
  after?: string;
  differing?: boolean;
}>;

const withQuery = (path: string, query: Readonly<Record<string, string | undefined>>): string => {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
};

const wayOf = ({ name, account, differing }: DrillPlace) => ({ name, account, differing: differing ? '1' : undefined });

export const monthPath = (day: PlainDate): string => `/admin/reconciliation?month=${day.slice(0, 7)}`;
export const dayPath = (date: PlainDate): string => `/admin/reconciliation/${date}`;
export const drillPath = (place: DrillPlace): string =>
  withQuery(`/admin/reconciliation/${place.date}/${place.check}`, { ...wayOf(place), after: place.after });
export const linePath = (
  place: DrillPlace,
  line: { journalId: string | null; file?: string | null; rowNumber?: number | null },
): string =>
  withQuery(`/admin/reconciliation/${place.date}/${place.check}/line`, {
    ...wayOf(place),
    journal: line.journalId ?? undefined,
    file: line.journalId === null ? (line.file ?? undefined) : undefined,
    row: line.journalId === null ? line.rowNumber?.toString() : undefined,
  });
/** The break desk, at the breaks of a day and check. */
export const breaksPath = (date: PlainDate, check?: string): string => withQuery('/admin/breaks', { date, check });
export const certificatePath = (date: PlainDate, version?: number): string =>
  withQuery(`/admin/reconciliation/${date}/certificate`, { version: version?.toString() });
export const downloadPath = (date: PlainDate, version: number, file: string): string =>
  `/api/certificates/${date}/${file}?version=${version}`;
