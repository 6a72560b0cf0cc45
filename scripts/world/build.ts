import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { BootError } from '#server/environment.ts';
import { lastLines } from './child.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** What the build is made of. */
const INPUTS = [
  'app',
  'components',
  'server',
  'db',
  'i18n',
  'messages',
  'public',
  'proxy.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];
const isInput = (name: string): boolean => !/\.test\.tsx?$|\.sql$/.test(name);

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  const full = join(ROOT, path);
  const entries = readdirSync(full, { withFileTypes: true }).sort((left, right) => (left.name < right.name ? -1 : 1));
  for (const entry of entries) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) addTo(hash, inner);
    else if (isInput(entry.name)) hash.update(`${inner}\0`).update(readFileSync(join(ROOT, inner)));
  }
}

/** A hash over the content of all that the portal is built from. */
export function sourcesHash(inputs: readonly string[] = INPUTS): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const full = join(ROOT, input);
    if (!existsSync(full)) continue;
    if (/\.\w+$/.test(input)) hash.update(`${input}\0`).update(readFileSync(full));
    else addTo(hash, input);
  }
  return hash.digest('hex');
}

const stampOf = (distDir: string): string => join(ROOT, distDir, 'built-from');

/** Whether the build folder holds the portal of these very sources. */
export function isBuilt(distDir: string): boolean {
  const stamp = stampOf(distDir);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash();
}

/**
 * Builds the portal into `distDir`. `signal` ends a build under way.
 * @throws BootError with the last lines of build.log when it fails.
 */
export async function build(distDir: string, logFolder: string, signal?: AbortSignal): Promise<void> {
  const hash = sourcesHash();
  rmSync(stampOf(distDir), { force: true });
  mkdirSync(logFolder, { recursive: true });
  const logFile = join(logFolder, 'build.log');
  const log = createWriteStream(logFile);
  const next = join(dirname(createRequire(import.meta.url).resolve('next/package.json')), 'dist/bin/next');
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_DIST_DIR: distDir, NEXT_TELEMETRY_DISABLED: '1' },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const abort = (): void => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  signal?.addEventListener('abort', abort);
  for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  signal?.removeEventListener('abort', abort);
  await new Promise<void>((done) => log.end(() => done()));
  if (code !== 0) throw new BootError(`The portal could not be built (${logFile}):\n${lastLines(logFile)}`, []);
  writeFileSync(stampOf(distDir), hash);
}
