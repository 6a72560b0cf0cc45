import { expect, test } from 'vitest';
import { documentType } from './document-type.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

test.each([
  ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
  ['a PNG', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0), 'image/png'],
  ['a PDF', new TextEncoder().encode('%PDF-1.7\n'), 'application/pdf'],
  ['a page of HTML', new TextEncoder().encode('<html>%PDF-'), undefined],
  ['half a signature', bytes(0xff, 0xd8), undefined],
  ['nothing', bytes(), undefined],
])('knows %s by its content', (_, content, type) => {
  expect(documentType(content)).toBe(type);
});
