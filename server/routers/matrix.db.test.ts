import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { session } from '#db/schema/people.ts';
import type { Viewer } from '#server/auth/viewer.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { ROLES, type Role } from '#server/testing/router-matrix/expectation.ts';
import { PROCEDURES } from '#server/testing/router-matrix/expectations.ts';
import { type Somebody, seedPeople } from '#server/testing/router-matrix/people.ts';
import type { RequestContext } from '#server/trpc/context.ts';
import { refusalIn } from '#server/trpc/errors.ts';
import { createCaller } from './caller.ts';
import { appRouter } from './root.ts';

let lone: LoneDatabase;
/** Whoever asks. */
let people: Readonly<Record<Role, Viewer>>;
/** Whose things are asked for. */
let other: Somebody;

beforeAll(async () => {
  lone = await openLoneDatabase();
  ({ people, other } = await seedPeople(lone));
});
afterAll(() => lone.close());

const contextOf = (viewer: Viewer | null, demoMode = true): RequestContext => ({
  viewer,
  demoMode,
  requestId: 'test',
  userDevice: 'PC',
  address: 'test',
  publicUrl: 'http://portal.example',
  simulatorUrl: undefined,
  log: pino({ level: 'silent' }),
  domainFor: async (actor) => {
    const ctx = lone.contextFor(actor);
    return { ...ctx, custody: { ...ctx.custody, send: async () => ({ kind: 'unknown', reason: 'no bank here' }) } };
  },
});

type Outcome = { value: unknown; code: string };

/** Calls a procedure by its path; `code` is ours where it was refused, 'ok' where it was not. */
async function call(path: string, input: unknown, ctx: RequestContext): Promise<Outcome> {
  const caller: unknown = createCaller(ctx);
  const procedure = path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller);
  try {
    return { value: await (procedure as (given: unknown) => Promise<unknown>)(input), code: 'ok' };
  } catch (error) {
    const code = refusalIn(error)?.code ?? (error as { code?: string }).code ?? 'INTERNAL_SERVER_ERROR';
    return { value: undefined, code };
  }
}

const paths = Object.keys(PROCEDURES);

test('every procedure of the router stands in the table, and nothing else does', () => {
  expect(paths.toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted());
});

describe.each(paths)('%s', (path) => {
  const { who, input } = PROCEDURES[path] ?? { who: [], input: () => undefined };

  test.each(ROLES)('asked by the role %s', async (role) => {
    const { code } = await call(path, input(other), contextOf(people[role]));
    if (who === 'anybody' || who === 'members' || who.includes(role)) {
      expect(code).not.toMatch(/^(FORBIDDEN|UNAUTHENTICATED|INTERNAL_SERVER_ERROR)$/);
    } else {
      expect(code).toBe('FORBIDDEN');
    }
  });

  test('asked by nobody', async () => {
    const { code } = await call(path, input(other), contextOf(null));
    if (who === 'anybody') expect(code).not.toMatch(/^(FORBIDDEN|UNAUTHENTICATED|INTERNAL_SERVER_ERROR)$/);
    else expect(code).toBe('UNAUTHENTICATED');
  });

  test('asked with input that is none', async () => {
    const { code } = await call(path, { as: 'investor', amount: Number.NaN, loanId: 'x', limit: -1 }, contextOf(null));
    expect(code).not.toBe('INTERNAL_SERVER_ERROR');
  });
});

describe('what belongs to somebody else', () => {
  test.each(Object.entries(PROCEDURES).filter(([, entry]) => entry.foreign))('%s', async (path, entry) => {
    const role = entry.foreign?.by ?? 'investor';
    const { code, value } = await call(path, entry.input(other), contextOf(people[role]));
    if (entry.foreign?.answer === 'nothing')
      expect({ code, value }).toEqual({ code: 'ok', value: entry.foreign.value });
    else expect(code).toBe('NOT_FOUND');
  });

  test('a session of somebody else goes on after the try to end it', async () => {
    await call('session.revoke', { sessionId: other.sessionId }, contextOf(people.investor));
    const [row] = await lone.pool.db.select().from(session).where(eq(session.id, other.sessionId));
    expect(row?.revokedAt).toBeNull();
  });
});

test('the demo’s verbs do not exist outside of demo mode', async () => {
  const production = contextOf(people.administrator, false);
  expect((await call('demo.travel', { advanceDays: 1 }, production)).code).toBe('NOT_FOUND');
  expect((await call('demo.mails', undefined, production)).code).toBe('NOT_FOUND');
  expect((await call('platform.status', undefined, production)).value).toMatchObject({ demo: null });
});
