import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, inArray } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instruction } from '#db/schema/custody.ts';
import { bid } from '#db/schema/loans.ts';
import { build, isBuilt } from '#scripts/world/build.ts';
import { anyPort } from '#scripts/world/ports.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import { queueBid } from './domain/bidding/bid-queue.ts';
import { checkInvariants } from './domain/ledger/invariants.ts';
import { eventually } from './testing/condition.ts';
import { type Investor, openBorrower, openInvestor, yuan } from './testing/customers.ts';
import { type Harness, startHarness } from './testing/harness.ts';
import { openListing } from './testing/listings.ts';
import { mirrorDifferences } from './testing/mirror.ts';
import { type ProcessKeys, writeProcessKeys } from './testing/process-keys.ts';

/** The portal's server and the worker as `npm start` runs them, killed at a failpoint and started again. */
const DIST_DIR = '.next-test';
const UP_LIMIT_MS = 30_000;

let harness: Harness;
let keys: ProcessKeys;
let logs: string;
let investor: Investor;
let loanIds: Uuid[];
const children = new Set<ChildProcess>();

beforeAll(async () => {
  logs = mkdtempSync(join(tmpdir(), 'manbiao-real-'));
  if (!isBuilt(DIST_DIR)) await build(DIST_DIR, logs);
  harness = await startHarness();
  keys = writeProcessKeys(harness);
  const borrower = await openBorrower(harness);
  investor = await openInvestor(harness, { funds: yuan(10_000) });
  loanIds = [];
  for (let count = 0; count < 2; count += 1)
    loanIds.push(await openListing(harness.wiring, borrower, { amount: yuan(5_000) }));
  const owner = postgres(harness.ownerUrl, { max: 1 });
  await owner`update member set demo = true where id = ${investor.memberId}`;
  await owner.end();
}, 240_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await harness?.stop();
  keys?.remove();
  if (existsSync(logs)) rmSync(logs, { recursive: true });
});

type Started = { child: ChildProcess; ended: Promise<string | null>; words: () => string };

/** Starts scripts/<name>.ts, with a failpoint when it is to die; waits until it says that it works. */
async function start(name: 'portal' | 'worker', port: number, failpoint = ''): Promise<Started> {
  const variables = { ...keys.variables, PORT: String(port), NEXT_DIST_DIR: DIST_DIR, FAILPOINT: failpoint };
  const env: NodeJS.ProcessEnv = { ...process.env, ...variables, NODE_ENV: 'production' };
  const child = spawn(process.execPath, [`scripts/${name}.ts`], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  children.add(child);
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      words += chunk;
    });
  const ended = new Promise<string | null>((done) => child.once('exit', (_, signal) => done(signal)));
  const up = new Promise<boolean>((done) => {
    child.once('message', () => done(true));
    child.once('exit', () => done(false));
    setTimeout(() => done(false), UP_LIMIT_MS).unref();
  });
  if (!(await up)) throw new Error(`the ${name} did not start: ${words}`);
  return { child, ended, words: () => words };
}

async function stop({ child, ended }: Started): Promise<void> {
  child.kill('SIGTERM');
  await ended;
  children.delete(child);
}

/** A browser's cookies, as far as signing in needs them. */
async function signIn(origin: string): Promise<string> {
  const csrf = await fetch(`${origin}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const first = csrf.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const answer = await fetch(`${origin}/api/auth/callback/demo`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: first.join('; ') },
    body: new URLSearchParams({ csrfToken, memberId: investor.memberId, json: 'true' }),
  });
  const second = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return [...first, ...second].join('; ');
}

/** The bid as the page sends it. */
async function bidByPage(origin: string, input: { requestId: Uuid; loanId: Uuid }): Promise<{ state: string }> {
  const answer = await fetch(`${origin}/api/trpc/bidding.place`, {
    method: 'POST',
    headers: { cookie: await signIn(origin), 'content-type': 'application/json', origin },
    body: JSON.stringify({ json: { ...input, amount: '3000' } }),
  });
  const said = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${said.slice(0, 300)}`);
  return JSON.parse(said).result.data.json;
}

async function frozenOnce(loanId: Uuid): Promise<void> {
  const bids = await harness.wiring.pool.db.select().from(bid).where(eq(bid.loanId, loanId));
  expect(bids.map(({ state, amount }) => ({ state, amount }))).toEqual([{ state: 'frozen', amount: yuan(3_000) }]);
  const { checks } = await checkInvariants(harness.wiring.pool);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
  expect(await mirrorDifferences(harness)).toEqual([]);
}

test('the portal killed after the bank has frozen finds the freeze again, and a repeated click is the same bid', async () => {
  const [loanId = investor.memberId] = loanIds;
  const port = await anyPort();
  const origin = `http://127.0.0.1:${port}`;
  const requestId = (await investor.context()).newId();
  const doomed = await start('portal', port, 'freeze-bid.answered');
  await expect(bidByPage(origin, { requestId, loanId })).rejects.toThrow(/fetch failed/);
  expect(await doomed.ended).toBe('SIGKILL');

  await harness.hurry();
  const again = await start('portal', port);
  await bidByPage(origin, { requestId, loanId });
  const worker = await start('worker', port);
  await eventually('the freeze has been found', async () => {
    await harness.hurry();
    return (await bidByPage(origin, { requestId, loanId })).state === 'frozen';
  });
  await stop(worker);
  await stop(again);
  await frozenOnce(loanId);
});

test('the worker killed after the bank has frozen leaves it to the next one, which asks', async () => {
  const [, loanId = investor.memberId] = loanIds;
  const ctx = await investor.context();
  await queueBid(ctx, { actor: ctx.actor, requestId: ctx.newId(), loanId, amount: yuan(3_000) });
  const port = await anyPort();
  const doomed = await start('worker', port, 'freeze-bid.answered');
  expect(await doomed.ended).toBe('SIGKILL');

  await harness.hurry();
  const next = await start('worker', port);
  await eventually('the freeze has been found', async () => {
    const live = await harness.wiring.pool.db
      .select({ id: instruction.id })
      .from(instruction)
      .where(inArray(instruction.state, ['created', 'sent', 'unknown', 'accepted']));
    return live.length === 0;
  });
  await stop(next);
  await frozenOnce(loanId);
});
