import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import { type MadeFile, madeFile, OWN_FILE_NAMES, ownFileName } from './own-files.ts';

export type OwnFileFound = MadeFile & Readonly<{ name: string /** Its hash alone is wanted. */; hashOnly: boolean }>;

function dateIn(text: string): PlainDate | undefined {
  try {
    return plainDate(text);
  } catch {
    return undefined;
  }
}

/**
 * One of our own files by what somebody typed: a date, `payment-flow.csv` or `payment-flow.csv.sha256`, and perhaps a
 * version; the newest without one. Undefined for what is not there.
 */
export async function findOwnFile(
  ctx: Parameters<typeof madeFile>[0],
  asked: Readonly<{ date: string; file: string; version?: string }>,
): Promise<OwnFileFound | undefined> {
  const [, base, hash] = /^([\w-]+)\.csv(\.sha256)?$/.exec(asked.file) ?? [];
  const file = OWN_FILE_NAMES.find((name) => name === base);
  const date = dateIn(asked.date);
  if (!file || !date || !/^[1-9]\d{0,5}$/.test(asked.version ?? '1')) return undefined;
  const version = asked.version === undefined ? undefined : Number.parseInt(asked.version, 10);
  const made = await madeFile(ctx, { date, file, version });
  return made && { ...made, name: ownFileName(made), hashOnly: hash !== undefined };
}
