import { balanceBreak, freezeBreak } from './consequences.ts';
import { type Expected, type Planted, type Planting, type Site, shuffled } from './planting.ts';

/** The bank's own three files, in the order of its archive, behind the five of the protocol. */
const FILES = ['SUMMARY', 'BALANCE', 'PRETRANSACTION'] as const;
type Extension = (typeof FILES)[number];
const TABLES = { SUMMARY: 'summary_row', BALANCE: 'balance_row', PRETRANSACTION: 'freeze_row' } as const;
const NAMES = { SUMMARY: `kind || ' ' || name`, BALANCE: 'user_no', PRETRANSACTION: 'request_no' } as const;
/** Rows without money tell nothing when they are missing. */
const WITH_MONEY = {
  SUMMARY: 'coalesce(closing_fen, due_fen) > 0',
  BALANCE: 'balance_fen > 0',
  PRETRANSACTION: 'true',
} as const;

type Row = Readonly<{ name: string; index: number }>;

/** How many rows of the archive come before a file's first. */
async function rowsBefore({ owner, day }: Site, file: Extension): Promise<number> {
  const before = FILES.slice(0, FILES.indexOf(file)).map(
    (name) => `select count(*) as rows from ${TABLES[name]}
    where business_date = $1`,
  );
  const all = ['select count(*) as rows from checkfile_row where business_date = $1', ...before].join(' union all ');
  const [sum] = await owner.unsafe<{ rows: number }[]>(`select sum(rows)::int as rows from (${all}) as file`, [day]);
  return sum?.rows ?? 0;
}

async function rowsOf(site: Site, file: Extension): Promise<Row[]> {
  const before = await rowsBefore(site, file);
  return site.owner.unsafe<Row[]>(
    `select ${NAMES[file]} as name, row_number::int - 1 + $2::int as index from ${TABLES[file]}
     where business_date = $1 and ${WITH_MONEY[file]} order by row_number`,
    [site.day, before],
  );
}

type Told = (name: string) => Pick<Planted, 'finds' | 'follows'>;

/** A fault of the bank that spoils one row of one of its own files; one row of that file in a trial. */
const extensionFault = (file: Extension, fault: string, told: Told): Planting => ({
  name: `${fault} in ${file}`,
  layer: 'file',
  plant: async (site) => {
    const [row] = shuffled(site.chance, await rowsOf(site, file));
    if (!row || !site.ground.isFree([`file ${file}`])) return undefined;
    site.ground.take([`file ${file}`]);
    // The five files are fetched before the bank has these, so that a day's archive is downloaded twice.
    await site.harness.control('POST', 'faults', { service: 'DOWNLOAD_CHECKFILE', fault, next: 2, seed: row.index });
    return { what: `${fault} in row ${row.index}, ${file} ${row.name}`, ...told(row.name) };
  },
});

/** What other sums of the bank's no longer agree with: its two files contradict each other. */
const SUMS: readonly Expected[] = [
  { check: 'total-to-total', kinds: ['total'], object: 'FLOAT', causes: ['bank-files-disagree', 'file-row-changed'] },
  {
    check: 'total-to-detail',
    kinds: ['total'],
    object: 'CUSTODY',
    causes: ['file-row-changed', 'file-row-missing', 'bank-files-disagree'],
  },
];

/** Where it was the only account of its kind, the sum of that kind has nothing to be the sum of. */
const ROLES: readonly Expected[] = ['MASTER', 'INCOME', 'COMPENSATORY', 'FUNDS_TRANSFER'].map((role) => ({
  check: 'in-and-out',
  kinds: ['total'],
  object: `ACCOUNT PLATFORM_${role}`,
  causes: ['bank-files-disagree'],
}));
/** A row too many may name a kind of account that the sums do not have. */
const UNKNOWN_ROLES: readonly Expected[] = ROLES.map((each) => ({
  ...each,
  object: `${each.object}9`,
  causes: ['file-row-missing'],
}));

const balance = (fault: string, kinds: Expected['kinds'], causes: Expected['causes'], suffix = ''): Planting =>
  extensionFault('BALANCE', fault, (userNo) => ({
    finds: [{ ...balanceBreak(`${userNo}${suffix}`, causes), kinds }],
    follows: [...SUMS, ...ROLES, ...UNKNOWN_ROLES],
  }));
const pending = (fault: string, kinds: Expected['kinds'], causes: Expected['causes'], suffix = ''): Planting =>
  extensionFault('PRETRANSACTION', fault, (requestNo) => ({
    finds: [freezeBreak(`${requestNo}${suffix}`, kinds, causes)],
  }));

/** A sum by kind of account belongs to check 4, one of a channel to check 2. */
const summary = (fault: string, kinds: Expected['kinds'], causes: Expected['causes']): Planting =>
  extensionFault('SUMMARY', fault, (name) => ({
    finds: [{ check: name.startsWith('CHANNEL') ? 'total-to-total' : 'in-and-out', kinds, object: name, causes }],
    follows: SUMS,
  }));

export const EXTENSION_PLANTINGS: readonly Planting[] = [
  balance('file-missing-row', ['balance'], ['file-row-missing']),
  balance('file-extra-row', ['balance'], ['file-row-changed', 'account-unknown-here'], '9'),
  balance('file-fen', ['balance'], ['file-row-changed']),
  balance('file-wrong-day', ['wrong-day'], ['file-row-changed']),
  balance('file-twice', ['duplicate'], ['file-row-repeated']),
  pending('file-missing-row', ['bid-without-freeze'], ['file-row-missing']),
  pending('file-extra-row', ['freeze-without-bid'], ['file-row-changed', 'bank-own-freeze'], '9'),
  pending('file-fen', ['freeze-without-bid'], ['file-row-changed']),
  pending('file-user', ['user'], ['file-row-changed']),
  pending('file-wrong-day', ['wrong-day'], ['file-row-changed']),
  pending('file-twice', ['duplicate'], ['file-row-repeated']),
  summary('file-missing-row', ['total'], ['file-row-missing']),
  summary('file-fen', ['total'], ['file-row-changed']),
  summary('file-wrong-day', ['wrong-day'], ['file-row-changed']),
  summary('file-twice', ['duplicate'], ['file-row-repeated']),
];
