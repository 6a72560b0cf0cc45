import type { CertificateBody, CertifiedBreak } from '../domain/reconciliation/certificate-body.ts';
import { openSheet, type Sheet } from './sheet.ts';

/** The sentences of one language: `t('certificate.heading')`. */
export type Words = (key: string, values?: Readonly<Record<string, string | number>>) => string;
export type Language = 'zh-CN' | 'en';

/** "2026-03-31 09:30:05": Beijing time, as the bank and the business day have it. */
function momentText(iso: string | null): string {
  if (iso === null) return '—';
  return new Date(new Date(iso).getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

const grouped = (amount: string): string => amount.replace(/\B(?=(\d{3})+\.)/g, ',');

function partName(t: Words, part: string): string {
  const [source, name = ''] = part.split('/');
  return source === 'bank' ? t('certificate.source.bank', { name }) : t(`certificate.source.${part.replace('/', '-')}`);
}

function drawChecks(sheet: Sheet, t: Words, body: CertificateBody): void {
  sheet.heading(t('certificate.checks'));
  sheet.table(
    [
      { label: t('reconciliation.check'), width: 0.24 },
      { label: t('reconciliation.result'), width: 0.16 },
      { label: t('reconciliation.compared'), width: 0.1, end: true },
      { label: t('reconciliation.left'), width: 0.16, end: true },
      { label: t('reconciliation.right'), width: 0.16, end: true },
      { label: t('reconciliation.difference'), width: 0.1, end: true },
      { label: t('certificate.found'), width: 0.08, end: true },
    ],
    body.checks.map(({ check, state, compared, left, right, difference, breaks }) => [
      t(`reconciliation.name.${check}`),
      t(`matrix.state.${state}`),
      `${compared}`,
      grouped(left),
      grouped(right),
      grouped(difference),
      `${breaks}`,
    ]),
  );
}

function drawBreak(sheet: Sheet, t: Words, people: CertificateBody['people'], found: CertifiedBreak): void {
  const hand = (who: string | null, at: string | null): string =>
    who === null ? '—' : `${people[who] ?? who} · ${momentText(at)}`;
  const kept: readonly (readonly [string, string])[] = found.altered
    ? [[t('certificate.altered'), found.evidence.journalId ?? found.evidence.accountId ?? found.object]]
    : [];
  sheet.facts([
    [t(`reconciliation.name.${found.check}`), `${t(`reconciliation.kind.${found.kind}`)} · ${found.object}`],
    [t('reconciliation.ours'), found.ours ?? '—'],
    [t('reconciliation.theirs'), found.theirs ?? '—'],
    ...kept,
    ...found.corrections.flatMap((made): (readonly [string, string])[] => [
      [t('certificate.correction'), t(`breaks.correction.${made.kind}`)],
      [t('certificate.maker'), hand(made.maker, made.madeAt)],
      [t('certificate.checker'), hand(made.checker, made.checkedAt)],
      [t('certificate.reason'), made.reason ?? '—'],
    ]),
  ]);
}

function drawBreaks(sheet: Sheet, t: Words, { breaks, releases, people }: CertificateBody): void {
  if (breaks.length === 0) sheet.text(t('certificate.noBreaks'));
  else sheet.heading(t('certificate.breaks', { count: breaks.length }));
  for (const found of breaks) drawBreak(sheet, t, people, found);
  for (const { reason, maker, madeAt, checker, checkedAt } of releases) {
    sheet.heading(t('certificate.released'));
    sheet.facts([
      [t('certificate.reason'), reason],
      [t('certificate.maker'), `${people[maker] ?? maker} · ${momentText(madeAt)}`],
      [t('certificate.checker'), checker ? `${people[checker] ?? checker} · ${momentText(checkedAt)}` : '—'],
    ]);
  }
}

function drawInputs(sheet: Sheet, t: Words, { inputs }: CertificateBody): void {
  sheet.heading(t('certificate.inputs'));
  sheet.text(t('certificate.inputsNote'));
  sheet.table(
    [
      { label: t('certificate.part'), width: 0.28 },
      { label: t('certificate.rows'), width: 0.1, end: true },
      { label: t('certificate.hash'), width: 0.62 },
    ],
    Object.entries(inputs)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([part, { rows, sha256 }]) => [partName(t, part), `${rows}`, sha256]),
  );
}

/**
 * A certificate on paper, in one language. It only repeats what the JSON says; the hash on it is that of the JSON.
 * @returns the bytes of a PDF, the same each time
 */
export function certificatePdf(body: CertificateBody, hash: string, t: Words, lang: Language): Promise<Uint8Array> {
  const title = `${t('certificate.heading')} ${body.businessDate}`;
  const sheet = openSheet({ title, lang, at: new Date(body.issuedAt), key: hash });
  sheet.title(
    title,
    `${t('certificate.version', { version: body.version })} · ${t(`state.reconciliation.${body.state}`)}`,
  );
  sheet.facts([
    [t('certificate.platform'), body.platformNo],
    [t('certificate.issuedAt'), momentText(body.issuedAt)],
    [t('certificate.hash'), hash],
    [t('certificate.previous'), body.previousHash],
  ]);
  if (body.supersedes) {
    const changed = body.supersedes.changed.map((part) => partName(t, part)).join(' · ');
    sheet.text(`${t('certificate.supersedes', { version: body.supersedes.version })} ${changed}`);
  }
  drawChecks(sheet, t, body);
  drawBreaks(sheet, t, body);
  drawInputs(sheet, t, body);
  sheet.text(t('certificate.howToVerify'));
  return sheet.end();
}
