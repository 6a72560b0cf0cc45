import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** What keeps a browser quiet on machines without a display, a sandbox, a graphics card or the internet. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
/** Playwright's server must begin to answer in this time; then the download may take what it takes. */
const ANSWER_LIMIT_MS = 20_000;

function installed(): string | undefined {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...ELSEWHERE].find((path) =>
    existsSync(path),
  );
}

async function playwrights(): Promise<string | undefined> {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** The browser that tests and screenshots drive, undefined when there is none yet. */
export const findBrowser = async (): Promise<string | undefined> => installed() ?? (await playwrights());

/** Playwright's own download. False when its server does not answer in time or the download fails. */
function download(say: (text: string) => void): Promise<boolean> {
  const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');
  const child = spawn(process.execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const silence = setTimeout(() => child.kill('SIGKILL'), ANSWER_LIMIT_MS);
  child.stdout.on('data', (chunk: Buffer) => {
    // Before the first byte it only tells what it is going to fetch.
    if (!/\d+%/.test(chunk.toString())) return;
    clearTimeout(silence);
    say('downloading');
  });
  return new Promise((done) =>
    child.once('close', (code) => {
      clearTimeout(silence);
      done(code === 0);
    }),
  );
}

function installByApt(): void {
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  execFileSync('apt-get', ['update'], quiet);
  execFileSync('apt-get', ['install', '-y', 'chromium'], quiet);
}

/**
 * The browser, brought when there is none: Playwright's own, else Debian's.
 * @throws Error with what to do when neither can be had.
 */
export async function ensureBrowser(say: (text: string) => void): Promise<string> {
  const found = await findBrowser();
  if (found) return found;
  say('no browser is installed; trying Playwright’s own');
  if (await download(say)) {
    const downloaded = await playwrights();
    if (downloaded) return downloaded;
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('trying apt');
    installByApt();
    const path = installed();
    if (path) return path;
  }
  throw new Error('no browser: install Chromium, or name one in CHROMIUM_PATH');
}
