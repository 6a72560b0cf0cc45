import { expect, test } from 'vitest';
import { openVault } from './vault.ts';

const key = (byte: number) => new Uint8Array(32).fill(byte);
const vault = openVault({ dataKey: { id: 'one', key: key(1) }, digestKey: key(2) });

test('what was sealed for a column opens for that column alone', async () => {
  const sealed = await vault.seal('person.phone', '18612341402');
  expect(await vault.open('person.phone', sealed)).toBe('18612341402');
  await expect(vault.open('person.realName', sealed)).rejects.toThrow('not a seal of person.realName');
});

test('a seal names its key and column in the clear and holds nothing else of the text', async () => {
  const sealed = await vault.seal('person.phone', '18612341402');
  const header = JSON.parse(Buffer.from(sealed.split('.')[0] ?? '', 'base64url').toString());
  expect(header).toEqual({ alg: 'dir', enc: 'A256GCM', kid: 'one', column: 'person.phone' });
  expect(sealed).not.toContain('18612341402');
  expect(sealed).not.toBe(await vault.seal('person.phone', '18612341402'));
});

test('a long text of lines nearly alike is sealed in a fraction of the room, and opens whole', async () => {
  const lines = Array.from({ length: 500 }, (_, line) => `{"bizType":"TENDER","amount":"100.00","line":"R1-${line}"}`);
  const text = `[${lines.join()}] 投标`;
  const sealed = await vault.seal('instruction.reqData', text);
  expect(sealed.length).toBeLessThan(text.length / 5);
  expect(await vault.open('instruction.reqData', sealed)).toBe(text);
});

test('an altered seal does not open', async () => {
  const parts = (await vault.seal('person.phone', '18612341402')).split('.');
  for (const index of [0, 2, 3, 4]) {
    const part = parts[index] ?? '';
    const altered = parts.with(index, (part.startsWith('A') ? 'B' : 'A') + part.slice(1));
    await expect(vault.open('person.phone', altered.join('.'))).rejects.toThrow();
  }
});

test('a header rewritten to another column does not open', async () => {
  const parts = (await vault.seal('person.phone', '18612341402')).split('.');
  const header = { alg: 'dir', enc: 'A256GCM', kid: 'one', column: 'person.realName' };
  const forged = parts.with(0, Buffer.from(JSON.stringify(header)).toString('base64url')).join('.');
  await expect(vault.open('person.realName', forged)).rejects.toThrow();
});

test('a seal of another key does not open, one of a former key does', async () => {
  const sealed = await vault.seal('person.phone', '18612341402');
  const renewed = openVault({ dataKey: { id: 'two', key: key(3) }, digestKey: key(2) });
  await expect(renewed.open('person.phone', sealed)).rejects.toThrow('not at hand');
  const impostor = openVault({ dataKey: { id: 'one', key: key(3) }, digestKey: key(2) });
  await expect(impostor.open('person.phone', sealed)).rejects.toThrow();
  const keeping = openVault({
    dataKey: { id: 'two', key: key(3) },
    formerDataKeys: [{ id: 'one', key: key(1) }],
    digestKey: key(2),
  });
  expect(await keeping.open('person.phone', sealed)).toBe('18612341402');
});

test('digests depend on the kind, the text and the second key', () => {
  const digest = vault.digest('phone', '18612341402');
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(vault.digest('phone', '18612341402')).toBe(digest);
  expect(vault.digest('id-number', '18612341402')).not.toBe(digest);
  expect(openVault({ dataKey: { id: 'one', key: key(1) }, digestKey: key(4) }).digest('phone', '18612341402')).not.toBe(
    digest,
  );
});
