import { join } from 'node:path';
import PDFDocument from 'pdfkit';

const MARGIN = 48;
const INK = '#171b24';
const FAINT = '#666d7a';
const LINE = '#d5d2c8';

/** Noto Sans SC (SIL Open Font License): the simplified characters and Latin. Each document carries the glyphs it uses. */
const FONT = join(process.cwd(), 'server/documents/fonts/noto-sans-sc.ttf');

export type Column = Readonly<{ label: string; width: number; end?: boolean }>;

/** A document of headings, facts and tables on A4, the same bytes for the same content. */
export type Sheet = Readonly<{
  title: (text: string, note: string) => void;
  heading: (text: string) => void;
  text: (text: string) => void;
  facts: (pairs: readonly (readonly [string, string])[]) => void;
  table: (columns: readonly Column[], rows: readonly (readonly string[])[]) => void;
  end: () => Promise<Uint8Array>;
}>;

/** `key` tells documents of the same title and moment apart. */
export type SheetAbout = Readonly<{ title: string; lang: string; at: Date; key: string }>;

type Doc = InstanceType<typeof PDFDocument>;
const widthOf = (doc: Doc): number => doc.page.width - 2 * MARGIN;

function makeRoom(doc: Doc, height: number): void {
  if (doc.y + height > doc.page.height - MARGIN) doc.addPage();
}

function row(doc: Doc, columns: readonly Column[], cells: readonly string[], color: string): void {
  const place = (index: number): number =>
    columns.slice(0, index).reduce((sum, { width }) => sum + width * widthOf(doc), MARGIN);
  const inner = ({ width }: Column): number => width * widthOf(doc) - 8;
  const heights = columns.map((column, index) => doc.heightOfString(cells[index] ?? '', { width: inner(column) }));
  const height = Math.max(...heights) + 5;
  makeRoom(doc, height);
  const top = doc.y;
  for (const [index, column] of columns.entries()) {
    const align = column.end ? 'right' : 'left';
    doc.fillColor(color).text(cells[index] ?? '', place(index), top + 2, { width: inner(column), align });
  }
  doc.x = MARGIN;
  doc.y = top + height;
  doc
    .moveTo(MARGIN, doc.y)
    .lineTo(MARGIN + widthOf(doc), doc.y)
    .lineWidth(0.4)
    .strokeColor(LINE)
    .stroke();
}

function drawTable(doc: Doc, columns: readonly Column[], rows: readonly (readonly string[])[]): void {
  doc.fontSize(8);
  row(
    doc,
    columns,
    columns.map(({ label }) => label),
    FAINT,
  );
  for (const cells of rows) row(doc, columns, cells, INK);
  doc.moveDown(0.8);
}

function drawFacts(doc: Doc, pairs: readonly (readonly [string, string])[]): void {
  const columns = [
    { label: '', width: 0.26 },
    { label: '', width: 0.74 },
  ];
  doc.fontSize(8.5);
  for (const pair of pairs) row(doc, columns, pair, INK);
  doc.moveDown(0.8);
}

/** What is about the document itself follows from what it says: nothing depends on the moment it is made. */
function openDocument({ title, lang, at, key }: SheetAbout): Doc {
  const info = { Title: title, Keywords: key, CreationDate: at, ModDate: at, Producer: 'Manbiao', Creator: 'Manbiao' };
  const looks = { size: 'A4', margin: MARGIN, font: FONT } as const;
  return new PDFDocument({ ...looks, lang, info, tagged: true, displayTitle: true, pdfVersion: '1.7' });
}

/** Begins a document. */
export function openSheet(about: SheetAbout): Sheet {
  const doc = openDocument(about);
  const pieces: Buffer[] = [];
  doc.on('data', (piece: Buffer) => pieces.push(piece));
  return {
    title: (text, note) => {
      doc.fillColor(INK).fontSize(20).text(text);
      doc.fillColor(FAINT).fontSize(10).text(note).moveDown(1);
    },
    heading: (text) => {
      makeRoom(doc, 60);
      doc.fillColor(INK).fontSize(12).text(text).moveDown(0.3);
    },
    text: (text) => {
      doc.fillColor(FAINT).fontSize(8.5).text(text).moveDown(0.8);
    },
    facts: (pairs) => drawFacts(doc, pairs),
    table: (columns, rows) => drawTable(doc, columns, rows),
    end: () =>
      new Promise((done, fail) => {
        doc.on('end', () => done(new Uint8Array(Buffer.concat(pieces))));
        doc.on('error', fail);
        doc.end();
      }),
  };
}
