import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, type PlainDate } from '#server/primitives/calendar.ts';
import { openInvestor, yuan } from '#server/testing/customers.ts';
import { type Harness, PLATFORM_NO, startHarness } from '#server/testing/harness.ts';
import { run } from './main.ts';

let world: Harness;
let folder: string;
let variables: Record<string, string>;
let today: PlainDate;

const base64 = (key: Uint8Array): string => Buffer.from(key).toString('base64');
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

beforeAll(async () => {
  world = await startHarness();
  folder = mkdtempSync(join(tmpdir(), 'manbiao-cli-'));
  const { secrets, environment, bankUrl } = world;
  variables = {
    DATABASE_URL: environment.databaseUrl ?? '',
    BANK_DATABASE_URL: 'postgres://nobody@127.0.0.1/bank',
    DATA_DIR: folder,
    DEMO_MODE: '1',
    BANK_PORT: new URL(bankUrl).port,
    CUSTODY_PLATFORM_NO: PLATFORM_NO,
    CUSTODY_PRIVATE_KEY_FILE: file('private.pem', secrets.platformPrivateKeyPem),
    CUSTODY_BANK_KEY_FILE: file('bank.pem', secrets.bankPublicKeyPem),
    DATA_KEY_FILE: file(
      'keys.json',
      JSON.stringify({
        id: secrets.dataKey.id,
        dataKey: base64(secrets.dataKey.key),
        digestKey: base64(secrets.digestKey),
      }),
    ),
  };
  today = (await world.system()).businessDate;
  await openInvestor({ wiring: world.wiring }, { funds: yuan(500) });
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.stop();
});

async function cli(...argv: string[]): Promise<{ code: number; value: never; err: string }> {
  const said = { out: '', err: '' };
  async function* nothing(): AsyncGenerator<string> {}
  const sink = (name: 'out' | 'err') => ({
    write: (part: string) => {
      said[name] += part;
    },
  });
  const code = await run([...argv, '--json'], nothing(), sink('out'), sink('err'), variables);
  return { code, value: (said.out === '' ? undefined : JSON.parse(said.out)) as never, err: said.err };
}

test('invariants: exit 0 while they hold, 2 when one is violated', async () => {
  expect(await cli('invariants')).toMatchObject({ code: 0, value: { ok: true }, err: '' });
  const owner = postgres(world.ownerUrl, { max: 1 });
  await owner`update account set available = available + 1 where role = 'INVESTOR'`;
  const violated = await cli('invariants');
  await owner`update account set available = available - 1 where role = 'INVESTOR'`;
  await owner.end();
  expect(violated).toMatchObject({ code: 2, value: { ok: false } });
});

test('day-end run: the days on the way with their steps, done and green', async () => {
  const to = addDays(today, 1);
  const { code, value } = await cli('day-end', 'run', '--to', to);
  expect(code).toBe(0);
  expect(value).toMatchObject({ from: today, to, days: [{ date: today, state: 'done', reconciliation: 'green' }] });
  const [day] = (value as { days: { steps: object[] }[] }).days;
  expect(day?.steps).toContainEqual({ step: 'check-files', state: 'done', rows: 1, ms: expect.any(Number) });
  expect(await cli('day-end', 'run', '--to', to)).toMatchObject({ code: 0, value: { from: to, to, days: [] } });
});

test('day-end files: each comes out as it was made, and is written with its hash', async () => {
  const out = join(folder, 'auditors');
  const { code, value } = await cli('day-end', 'files', '--date', today, '--out', out);
  expect(code).toBe(0);
  const { files } = value as { files: { file: string; sha256: string; same: boolean }[] };
  expect(files.map(({ file }) => file).sort()).toEqual([
    `${today}-daily-balances-v1.csv`,
    `${today}-fund-summary-v1.csv`,
    `${today}-payment-flow-v1.csv`,
  ]);
  for (const { file, sha256, same } of files) {
    const written = readFileSync(join(out, file));
    expect(same).toBe(true);
    expect(createHash('sha256').update(written).digest('hex')).toBe(sha256);
    expect(readFileSync(join(out, `${file}.sha256`), 'utf8')).toBe(`${sha256}  ${file}\n`);
  }
  const owner = postgres(world.ownerUrl, { max: 1 });
  await owner`update journal set amount = amount + 1 where business_date = ${today}`;
  const altered = await cli('day-end', 'files', '--date', today);
  await owner`update journal set amount = amount - 1 where business_date = ${today}`;
  await owner.end();
  expect(altered.code).toBe(2);
});

test('verify-certificates: exit 0 while all is as it was certified, 2 with what was changed since', async () => {
  const good = await cli('verify-certificates');
  expect(good).toMatchObject({ code: 0, value: { good: true, certificates: 1, last: { date: today, version: 1 } } });
  const owner = postgres(world.ownerUrl, { max: 1 });
  await owner`update journal set amount = amount + 1 where business_date = ${today}`;
  const bad = await cli('verify-certificates', '--from', today, '--to', today);
  await owner`update journal set amount = amount - 1 where business_date = ${today}`;
  await owner.end();
  expect(bad).toMatchObject({
    code: 2,
    value: { good: false, findings: [{ date: today, kind: 'changed', part: 'books/journal' }] },
    err: `${today} v1 changed books/journal\n`,
  });
});

test('reconcile: a green day, and a red one with its break in words', async () => {
  const green = await cli('reconcile', '--date', today);
  expect(green).toMatchObject({ code: 0, value: { date: today, state: 'green', breaks: [] } });
  const [lines] = (green.value as { checks: object[] }).checks;
  expect(lines).toEqual({
    check: 'line-by-line',
    state: 'green',
    left: '500.00',
    right: '500.00',
    difference: '0.00',
    breaks: 0,
  });
  await world.control('POST', 'faults', { service: 'DOWNLOAD_CHECKFILE', fault: 'file-fen', next: 1 });
  const red = await cli('reconcile', '--date', today);
  expect(red).toMatchObject({
    code: 2,
    value: {
      state: 'red',
      breaks: [{ check: 'line-by-line', kind: 'amount', cause: expect.stringContaining('file') }],
    },
  });
});

test.each<string[]>([
  ['day-end', 'run'],
  ['day-end', 'run', '--to', 'tomorrow'],
  ['day-end', 'run', '--to', '2020-01-01'],
  ['day-end', 'files', '--date', '2020-01-01'],
  ['day-end', 'files'],
  ['reconcile', '--date', '2026-02-30'],
  ['reconcile', '--date', '2099-01-01'],
  ['reconcile', '--day', '2026-01-01'],
  ['invariants', '--all'],
  ['verify-certificates', '--from', '2026-02-30'],
])('%s %s %s %s is refused in one line', async (...argv) => {
  const { code, value, err } = await cli(...argv.filter(Boolean));
  expect([code, value]).toEqual([1, undefined]);
  expect(err).toMatch(/^[^\n]+\n$/);
});
