import { html } from 'hono/html';
import { type PlainDate, plainDate } from '#server/primitives/calendar.ts';
import type { CheckFileType } from '../checkfile/files.ts';
import { filesAt } from '../checkfile/zip.ts';
import { BadInput } from '../control/input.ts';
import type { Phrase } from '../pages/language.ts';
import type { Markup } from '../pages/layout.ts';
import type { DeskPage } from './desk-layout.ts';
import { type DayLine, listDays } from './lists.ts';
import { column, table } from './table.ts';

type Place = DeskPage & { platformNo: string };

const MOST_ROWS = 200;
const say = (zh: string, en: string): Phrase => ({ zh, en });

const WORDS = {
  download: say('下载', 'Download'),
  view: say('查看', 'View'),
  whole: say('下载当日全部文件', 'Download the day’s files'),
  more: say('只显示前 200 行；完整内容请下载。', 'The first 200 rows are shown; download the file for all of it.'),
  none: say('当日没有业务：文件只有表头。', 'No business that day: the file is its heading alone.'),
  later: say('对账文件未生成：次日 00:10 之后才有。', 'The files do not exist before 00:10 of the next day.'),
  extension: say('本模拟银行的扩展', 'an extension of this simulator'),
} as const satisfies Record<string, Phrase>;

const queryOf = ({ platformNo }: Place): string => `?platformNo=${encodeURIComponent(platformNo)}`;
const zipLink = (desk: Place, date: string, words: Phrase): Markup =>
  html`<a href="/simulator/checkfiles/${date}${queryOf(desk)}">${words[desk.language]}</a>`;

function dateOf(text: string): PlainDate {
  try {
    return plainDate(text);
  } catch {
    throw new BadInput('date: yyyy-MM-dd expected');
  }
}

/** The days that have files, the newest first. */
export async function filesBody(desk: Place): Promise<Markup> {
  const files = (row: DayLine): Markup | string =>
    row.steps.includes('00:10')
      ? html`<a href="/desk/files/${row.date}${queryOf(desk)}">${WORDS.view[desk.language]}</a> · ${zipLink(desk, row.date, WORDS.download)}`
      : '';
  return table(
    desk.language,
    [
      column<DayLine>('日期', 'Date', (row) => row.date),
      column<DayLine>('文件', 'Files', files),
      column<DayLine>('充值', 'Recharges', (row) => row.recharges, true),
      column<DayLine>('交易', 'Trades', (row) => row.trades, true),
      column<DayLine>('平台已确认', 'Confirmed', (row) => (row.confirmed ? '✓' : '')),
      column<DayLine>('已运行', 'Run', (row) => row.steps),
    ],
    await listDays(desk.bank, desk.platformNo),
  );
}

const typesOf = (desk: Place, date: PlainDate): CheckFileType[] =>
  filesAt(desk.bank.clock.now(), { platformNo: desk.platformNo, date });

/** The files of one day. */
export function dayFilesBody(desk: Place, dateText: string): Markup {
  const date = dateOf(dateText);
  const { language } = desk;
  const types = typesOf(desk, date);
  if (types.length === 0) return html`<p>${WORDS.later[language]}</p>`;
  const items = types.map(
    ({ name, extension }) =>
      html`<li><a href="/desk/files/${date}/${name}${queryOf(desk)}">${name}</a>${extension ? ` · ${WORDS.extension[language]}` : ''}</li>`,
  );
  return html`<p>${zipLink(desk, date, WORDS.whole)}</p><ul>${items}</ul>`;
}

/** One file as a table: what its text says, before any fault alters a download. */
export async function fileBody(desk: Place, dateText: string, name: string): Promise<Markup> {
  const date = dateOf(dateText);
  const { language, platformNo, bank } = desk;
  const type = typesOf(desk, date).find((one) => one.name === name);
  if (!type) throw new BadInput(`no file ${name} of ${date}`, 404);
  const rows: string[][] = [];
  for await (const cells of type.rows(bank.pool.sql, { platformNo, date })) {
    rows.push(cells.map((cell) => cell ?? ''));
    if (rows.length > MOST_ROWS) break;
  }
  const columns = type.header
    .split(',')
    .map((heading, index) => column<string[]>(heading, heading, (row) => row[index], index === type.amountColumn));
  const hint = rows.length > MOST_ROWS ? WORDS.more : rows.length === 0 ? WORDS.none : undefined;
  return html`<p class="lead">${date} · ${platformNo} · ${zipLink(desk, date, WORDS.whole)}</p>
${hint ? html`<p class="hint">${hint[language]}</p>` : ''}${table(language, columns, rows.slice(0, MOST_ROWS))}`;
}
