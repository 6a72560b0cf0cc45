import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import english from '../../messages/en.json' with { type: 'json' };
import chinese from '../../messages/zh-CN.json' with { type: 'json' };
import { type CertificateBody, certificateText, sha256Hex } from '../domain/reconciliation/certificate-body.ts';
import { certificatePdf, type Language, type Words } from './certificate-pdf.ts';

const people = { 'id-1': '张三丰', 'id-2': '李四' };
const hands = {
  maker: 'id-1',
  madeAt: '2026-04-01T01:31:00.000Z',
  checker: 'id-2',
  checkedAt: '2026-04-01T01:32:00.000Z',
};

const body: CertificateBody = {
  format: 'manbiao-certificate-1',
  platformNo: '5000001104',
  businessDate: '2026-03-31',
  version: 2,
  issuedAt: '2026-04-01T01:35:00.000Z',
  previousHash: '0'.repeat(64),
  reconciledAt: '2026-04-01T01:33:00.000Z',
  supersedes: { version: 1, hash: 'a'.repeat(64), changed: ['breaks', 'books/journal', 'bank/RECHARGE'] },
  people,
  state: 'signed',
  checks: [
    {
      check: 'line-by-line',
      state: 'red',
      compared: 12,
      left: '1234567.00',
      right: '1234567.01',
      difference: '-0.01',
      breaks: 60,
    },
    {
      check: 'total-to-detail',
      state: 'not-offered',
      compared: 0,
      left: '0.00',
      right: '0.00',
      difference: '0.00',
      breaks: 0,
    },
  ],
  // More than a page of them.
  breaks: Array.from({ length: 60 }, (_, index) => ({
    id: `break-${index}`,
    check: 'line-by-line',
    kind: 'amount',
    object: `K${index}`,
    ours: '500.00 a>b',
    theirs: '500.01 a>b',
    cause: 'file-row-changed',
    state: 'approved',
    foundAt: '2026-04-01T01:00:00.000Z',
    resolvedAt: null,
    altered: index === 0,
    evidence: {
      instructionId: null,
      journalId: 'j',
      accountId: null,
      loanId: null,
      bidId: null,
      file: null,
      rowNumber: null,
    },
    corrections: [
      {
        id: `c-${index}`,
        kind: 'sign-off',
        state: 'applied',
        details: {},
        reason: '银行确认文件有误',
        ...hands,
        appliedAt: null,
        result: null,
      },
    ],
  })),
  releases: [{ reason: '客户等待出款', ...hands }],
  inputs: {
    'bank/RECHARGE': { rows: 12, sha256: 'b'.repeat(64) },
    'books/journal': { rows: 12, sha256: 'c'.repeat(64) },
  },
};
const hash = sha256Hex(certificateText(body));

const LANGUAGES: readonly (readonly [Language, typeof english])[] = [
  ['zh-CN', chinese],
  ['en', english],
];

test.each(LANGUAGES)(
  'a certificate on paper, %s: every word is there, and the same bytes come out twice',
  async (lang, messages) => {
    const missing: string[] = [];
    const t = createTranslator({
      locale: lang,
      messages,
      onError: ({ message }) => missing.push(message),
    }) as unknown as Words;
    const [once, again] = [await certificatePdf(body, hash, t, lang), await certificatePdf(body, hash, t, lang)];
    expect(missing).toEqual([]);
    expect(Buffer.from(once.subarray(0, 8)).toString()).toBe('%PDF-1.7');
    expect(Buffer.from(once).equals(Buffer.from(again))).toBe(true);
    const pages =
      Buffer.from(once)
        .toString('latin1')
        .match(/\/Type \/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThan(3);
    expect(once.length).toBeLessThan(200_000);
  },
);
