import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts';
import { FAULT_NAMES } from './faults/fault-box.ts';
import { type RunningBank, startBank } from './main.ts';

const execute = promisify(execFile);
const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/custody-kit.md'), 'utf8');
const BLOCKS = [...PAGE.matchAll(/^```(\S+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, kind, name, text = '']) => ({
  kind,
  name,
  text,
}));

let database: TestDatabase;
let bank: RunningBank;
const folder = mkdtempSync(join(tmpdir(), 'custody-kit-'));
beforeAll(async () => {
  database = await createTestDatabase('bank');
  bank = await startBank({ databaseUrl: database.url, port: 0 });
});
afterAll(async () => {
  await bank.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** What the page promises, "…" standing for anything. */
const promised = (text: string): RegExp =>
  new RegExp(
    `^${text
      .trim()
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*?')}$`,
  );

const run = (file: string, args: string[]) =>
  execute(file, args, { cwd: folder, env: { ...process.env, BANK: bank.url }, timeout: 120_000 });

const has = async (tool: string): Promise<boolean> =>
  execute(tool, tool === 'openssl' ? ['version'] : ['--version']).then(
    () => true,
    () => false,
  );
const missing = (
  await Promise.all(['bash', 'curl', 'openssl'].map(async (tool) => ((await has(tool)) ? [] : [tool])))
).flat();

test.skipIf(missing.length > 0)('the shell examples do what the page says, in its order', async () => {
  const steps = BLOCKS.filter((block) => block.kind === 'sh' && !block.name);
  const promises = BLOCKS.filter((block) => block.kind === 'text' && !block.name);
  expect(steps.length).toBeGreaterThan(6);
  expect(promises).toHaveLength(steps.length);
  const mark = '@@ next @@';
  writeFileSync(join(folder, 'kit.sh'), steps.map(({ text }) => `${text}\necho '${mark}'\n`).join(''));
  const { stdout } = await run('bash', ['-u', 'kit.sh']);
  const outputs = stdout.split(`${mark}\n`).slice(0, -1);
  for (const [index, { text }] of promises.entries()) {
    expect(outputs[index]?.trim(), steps[index]?.text).toMatch(promised(text));
  }
});

test('the example in Node does what the page says', async () => {
  const named = (kind: string) =>
    BLOCKS.find((block) => block.kind === kind && block.name === 'client.mjs')?.text ?? '';
  writeFileSync(join(folder, 'client.mjs'), named('js'));
  const { stdout } = await run(process.execPath, ['client.mjs']);
  expect(stdout.trim()).toMatch(promised(named('text')));
});

test('the page names every fault and every route of the control API', () => {
  for (const fault of FAULT_NAMES) expect(PAGE, fault).toContain(`| \`${fault}\` |`);
  const source = readFileSync(resolve(import.meta.dirname, 'control/routes.ts'), 'utf8');
  const routes = [...source.matchAll(/app\.(get|post|delete)\('([^']+)'/g)];
  expect(routes.length).toBeGreaterThan(20);
  const unnamed = routes.map(([, verb, path]) => `${verb?.toUpperCase()} /simulator${path}`);
  expect(unnamed.filter((route) => !PAGE.includes(`\`${route}\``))).toEqual([]);
});
