import type { Habit } from './hostile-client.ts';

const lines = (width: number, end: string) => (base64: string) =>
  base64.replace(new RegExp(`.{1,${width}}`, 'g'), (line) => line + end);

/** Every habit of the protocol's transport that clients in the wild have: one row a habit. */
export const HABITS: readonly Habit[] = [
  { name: 'urlencoded' },
  { name: 'urlencoded with a charset', contentType: 'application/x-www-form-urlencoded; charset=UTF-8' },
  { name: 'urlencoded with the "+" of Base64 unescaped', body: 'raw-plus' },
  { name: 'multipart/form-data', body: 'multipart' },
  { name: 'GET with everything in the query string', body: 'query' },
  { name: 'a double slash before the endpoint', base: '/bha-neo-app/lanmaotech/' },
  { name: 'no base path', base: '' },
  { name: 'single-quoted JSON', style: { quote: "'" } },
  { name: 'single-quoted JSON with escapes in multipart', style: { quote: "'", asciiOnly: true }, body: 'multipart' },
  { name: '\\uXXXX for what is not ASCII and \\/ for slashes', style: { asciiOnly: true, escapedSlash: true } },
  { name: 'JSON spread over lines', style: { spread: true } },
  { name: 'amounts as numbers: 0.1, 5000', style: { amounts: 'number' } },
  { name: 'amounts as floats: 0.10, 5000.0', style: { amounts: 'float' } },
  { name: 'amounts as long text: "500.00"', style: { amounts: 'long' } },
  { name: 'every field of an SDK, null where it has none', style: { absent: 'null' } },
  { name: 'every field of an SDK, "" where it has none', style: { absent: 'empty' }, body: 'multipart' },
  { name: 'fields that nobody knows', style: { absent: 'unknown' } },
  { name: 'keys in reverse', style: { order: 'reversed', absent: 'null' } },
  { name: 'keys sorted', style: { order: 'sorted' } },
  { name: 'Base64 in lines of 76, CRLF (MIME)', signature: lines(76, '\r\n') },
  { name: 'Base64 in lines of 60 with a newline at the end (Ruby)', signature: lines(60, '\n'), body: 'multipart' },
  { name: 'Base64 in lines in the query string', signature: lines(60, '\n'), body: 'query' },
  { name: 'the second live key', keySerial: '2' },
  { name: 'no key serial', keySerial: 'absent' },
  { name: 'userDevice WEB', userDevice: 'WEB' },
  { name: 'userDevice MOBILE', userDevice: 'MOBILE' },
];
