import { html } from 'hono/html';
import { formatMoney, fromDecimalText } from '#server/primitives/money.ts';
import type { Language, Phrase } from '../pages/language.ts';
import type { Markup } from '../pages/layout.ts';

export type Column<Row> = {
  name: Phrase;
  /** Right-aligned, tabular figures. */
  amount?: boolean;
  cell: (row: Row) => Markup | string | number | null | undefined;
};

export const column = <Row>(zh: string, en: string, cell: Column<Row>['cell'], amount = false): Column<Row> => ({
  name: { zh, en },
  cell,
  amount,
});

/** "1,234.05" of the sheets' decimal text. */
export const grouped = (amount: string): string => formatMoney(fromDecimalText(amount));

const NOTHING: Phrase = { zh: '没有记录', en: 'Nothing here' };

/** A table with a heading row and a sentence where there is nothing. */
export function table<Row>(language: Language, columns: readonly Column<Row>[], rows: readonly Row[]): Markup {
  if (rows.length === 0) return html`<p class="hint">${NOTHING[language]}</p>`;
  const side = (one: Column<Row>) => (one.amount ? html` class="amount"` : '');
  return html`<div class="wide" tabindex="0" role="group"><table><thead><tr>${columns.map((one) => html`<th scope="col"${side(one)}>${one.name[language]}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${columns.map((one) => html`<td${side(one)}>${one.cell(row) ?? ''}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** "2026-03-31 10:05:09" of an ISO moment, Beijing time. */
export const shortTime = (moment: Date | string): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(new Date(moment));
