import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

// Processes of their own start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

/** A small project of its own, with the runner of this one and three commands. */
let project: string;
const lock = JSON.stringify({ packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, b: { optional: true } } });

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'manbiao-run-'));
  for (const folder of ['scripts', 'node_modules']) mkdirSync(join(project, folder));
  cpSync('scripts/run.mjs', join(project, 'scripts/run.mjs'));
  writeFileSync(join(project, 'package-lock.json'), lock);
  const command = (name: string, text: string) => writeFileSync(join(project, `scripts/${name}.ts`), text);
  command(
    'echo',
    'const words: string[] = process.argv.slice(2); console.log(JSON.stringify(words)); process.exit(3);',
  );
  command('wait', "process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up');");
  command('die', "process.kill(process.pid, 'SIGKILL');");
});
afterAll(() => rmSync(project, { recursive: true }));

/** As npm has left it after an install of these packages. */
function install(packages: Record<string, { version: string }>): void {
  rmSync(join(project, 'node_modules/.manbiao-lock'), { force: true });
  writeFileSync(join(project, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
}

type Ended = { code: number | null; signal: string | null; stdout: string; stderr: string };

function run(args: string[], onStart: (child: ChildProcess) => void = () => {}): Promise<Ended> {
  // A npm that only tells that it was called: these tests install nothing.
  const env = { ...process.env, npm_execpath: join(project, 'npm.js') };
  writeFileSync(join(project, 'npm.js'), "console.error('asked', process.argv.slice(2).join(' ')); process.exit(1);");
  const child = spawn(process.execPath, [join(project, 'scripts/run.mjs'), ...args], { env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    onStart(child);
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((done) => child.once('close', (code, signal) => done({ code, signal, stdout, stderr })));
}

describe('with everything installed', () => {
  beforeAll(() => install({ 'node_modules/a': { version: '1.0.0' } }));

  test('the command gets its arguments and stdout, and its exit code is passed on', async () => {
    const ended = await run(['echo', '--json', 'a b']);
    expect(ended).toEqual({ code: 3, signal: null, stdout: '["--json","a b"]\n', stderr: '' });
  });

  test('the lock is remembered by its hash', () => {
    const stamp = readFileSync(join(project, 'node_modules/.manbiao-lock'), 'utf8');
    expect(stamp).toBe(createHash('sha256').update(lock).digest('hex'));
  });

  test('a signal reaches the command, which ends in its own way', async () => {
    const ended = await run(['wait'], (child) => child.kill('SIGTERM'));
    expect(ended.code).toBe(7);
  });

  test('a command that is killed is seen as killed', async () => {
    expect((await run(['die'])).signal).toBe('SIGKILL');
  });

  test.each(['nothing-here', '../echo', ''])('%j is refused in one sentence', async (name) => {
    const ended = await run([name]);
    expect(ended).toMatchObject({ code: 1, stdout: '', stderr: `There is no command "${name}".\n` });
  });
});

describe('with something missing', () => {
  test.each([
    ['nothing is installed', undefined],
    ['another version is installed', { 'node_modules/a': { version: '0.9.0' } }],
    ['a package is missing', {}],
  ])('when %s, npm ci is called with everything said on stderr', async (_, packages) => {
    if (packages) install(packages);
    else rmSync(join(project, 'node_modules'), { recursive: true });
    const ended = await run(['echo']);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/asked ci .*[\s\S]*Check the network/);
    expect(existsSync(join(project, '.tools/install.lock'))).toBe(false);
    mkdirSync(join(project, 'node_modules'), { recursive: true });
  });

  test('the lock of an install that died is taken over', async () => {
    install({});
    writeFileSync(join(project, '.tools/install.lock'), '999999999');
    expect((await run(['echo'])).stderr).toContain('asked ci');
  });
});
