import type { BreakKind, CheckFileName } from '#db/schema/reconciliation.ts';
import type { Cause } from '../../domain/reconciliation/compare.ts';
import { accountName, instructionName } from './book-lines.ts';
import { type Expected, type Planted, type Planting, type Site, shuffled } from './planting.ts';

/** A row of the bank's five files, and which row of the whole archive it is, counted from 0. */
type FileRow = {
  file: CheckFileName;
  index: number;
  key: string;
  requestNo: string;
  source: string | null;
  target: string | null;
  amount: string;
};

const ORDER = `array['RECHARGE', 'WITHDRAW', 'TRANSACTION', 'COMMISSION', 'BACKROLL_RECHARGE']`;

async function rowsOf({ owner, day }: Site): Promise<FileRow[]> {
  return owner.unsafe<FileRow[]>(
    `select file, request_no as "requestNo", source_user_no as source, target_user_no as target,
       amount_fen::text as amount, match_key as key,
       (row_number() over (order by array_position(${ORDER}, file), row_number))::int - 1 as index
     from checkfile_row where business_date = $1 order by file, biz_type, amount_fen, match_key`,
    [day],
  );
}

/** The line of ours that a row of the COMMISSION file repeats without its key. */
async function keyOf({ owner, day }: Site, row: FileRow): Promise<string> {
  if (row.file !== 'COMMISSION') return row.key;
  const [line] = await owner<{ key: string }[]>`
    select match_key as key from checkfile_row where business_date = ${day} and file = 'TRANSACTION'
      and biz_type = 'COMMISSION' and request_no = ${row.requestNo} and source_user_no = ${row.source ?? ''}
      and amount_fen = ${row.amount}::bigint order by row_number limit 1`;
  return line?.key ?? row.key;
}

/** Recharges in all, by the channel that the file names: where another recharge differs, those without a row show up. */
const CHANNELS: readonly Expected[] = ['CHANNEL ?', 'CHANNEL YEEPAY'].map((object) => ({
  check: 'total-to-total',
  kinds: ['total'],
  object,
  causes: ['follows-from-lines'],
}));

/** A fault of the bank that spoils one row of its files. `objectOf` names the break by the row's key. */
function fileFault(
  fault: string,
  finds: { kinds: readonly BreakKind[]; causes: readonly Cause[] },
  objectOf: (row: FileRow, key: string) => string = (_, key) => key,
): Planting {
  const spoil = async (site: Site, row: FileRow, key: string): Promise<Planted> => {
    await site.harness.control('POST', 'faults', { service: 'DOWNLOAD_CHECKFILE', fault, next: 1, seed: row.index });
    return {
      what: `${fault} in row ${row.index}, ${row.file} ${row.requestNo}`,
      finds: [{ check: 'line-by-line', ...finds, object: objectOf(row, key) }],
      ...(row.file === 'RECHARGE' && { follows: CHANNELS }),
    };
  };
  return {
    name: fault,
    layer: 'file',
    plant: async (site) => {
      for (const row of shuffled(site.chance, await rowsOf(site))) {
        const key = await keyOf(site, row);
        const altered = [`line ${key}`];
        const users = [row.source ?? 'CHANNELS', row.target ?? 'CARDS'].map(accountName);
        const seen = [instructionName(row.requestNo), ...users];
        if (!site.ground.isFree(altered, seen)) continue;
        site.ground.take(altered, seen);
        return spoil(site, row, key);
      }
      return undefined;
    },
  };
}

const unknownRow = (row: FileRow, key: string): string =>
  row.file === 'COMMISSION' ? `COMMISSION ${row.requestNo}9` : `${key}9`;

export const FILE_PLANTINGS: readonly Planting[] = [
  fileFault('file-missing-row', { kinds: ['missing-there'], causes: ['file-row-missing'] }),
  fileFault('file-extra-row', { kinds: ['missing-here'], causes: ['never-sent'] }, unknownRow),
  fileFault('file-fen', { kinds: ['amount'], causes: ['file-row-changed'] }),
  fileFault('file-user', { kinds: ['user'], causes: ['file-row-changed'] }),
  fileFault('file-wrong-day', { kinds: ['wrong-day'], causes: ['file-row-changed'] }),
  fileFault('file-twice', { kinds: ['duplicate'], causes: ['file-row-repeated'] }),
];
