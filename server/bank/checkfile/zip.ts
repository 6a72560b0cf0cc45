import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { addDays, instantAt, toWireDate } from '#server/primitives/calendar.ts';
import type { Bank } from '../bank.ts';
import { refuse } from '../refusal.ts';
import { BACKROLL_RECHARGE, WITHDRAW } from './cash-files.ts';
import { EXTENSION_FILES } from './extension-files.ts';
import { type CheckFileType, COMMISSION, type FileDay, RECHARGE, TRANSACTION } from './files.ts';
import { FILE_FAULTS, type Spoiler, spoilRow } from './spoil.ts';

export const PROTOCOL_FILES: readonly CheckFileType[] = [
  RECHARGE,
  WITHDRAW,
  TRANSACTION,
  COMMISSION,
  BACKROLL_RECHARGE,
];

/** Free text must not break the format: commas and line breaks become spaces. */
const clean = (cell: string | null | undefined): string => (cell ?? '').replace(/[,\r\n]+/g, ' ');

async function* linesOf(bank: Bank, type: CheckFileType, day: FileDay, spoiler: Spoiler) {
  yield `${type.header}\n`;
  let waiting = '';
  for await (const cells of type.rows(bank.pool.sql, day)) {
    for (const line of spoilRow(spoiler, cells.map(clean), type)) waiting += `${line}\n`;
    if (waiting.length > 65_536) {
      yield waiting;
      waiting = '';
    }
  }
  if (waiting !== '') yield waiting;
}

/** The files of a date that can be had at a moment: the protocol's from 00:10 of the next day, ours from 09:10. */
export function filesAt(moment: Date, day: FileDay): CheckFileType[] {
  const next = addDays(day.date, 1);
  if (moment < instantAt(next, '00:10')) return [];
  return moment < instantAt(next, '09:10') ? [...PROTOCOL_FILES] : [...PROTOCOL_FILES, ...EXTENSION_FILES];
}

/**
 * The zip of a platform and date, streamed from the database: nothing of it is ever held whole. Throws Refusal 100008
 * while the files do not exist. A download that is broken off lets go of its query.
 */
export function checkFileZip(bank: Bank, day: FileDay, moment: Date): { fileName: string; stream: Readable } {
  const struck = bank.faults.drawEach({ platformNo: day.platformNo, service: 'DOWNLOAD_CHECKFILE' }, FILE_FAULTS);
  const types = struck.some(({ fault }) => fault === 'file-absent') ? [] : filesAt(moment, day);
  if (types.length === 0) throw refuse('对账文件未生成');
  const spoiler = { faults: new Map(struck.map(({ seed, fault }) => [seed, fault])), nextRow: 0 };
  const prefix = `${toWireDate(day.date)}_${day.platformNo}`;
  const zip = new ZipFile();
  const { outputStream } = zip;
  let underWay: Readable | undefined;
  for (const type of types) {
    zip.addReadStreamLazy(`${prefix}_${type.name}.txt`, { mtime: moment }, (give) => {
      underWay = Readable.from(linesOf(bank, type, day, spoiler), { objectMode: false });
      give(null, underWay);
    });
  }
  const download = outputStream as Readable;
  zip.on('error', (error: Error) => download.destroy(error));
  download.once('close', () => underWay?.destroy());
  zip.end();
  return { fileName: `${prefix}.zip`, stream: download };
}
