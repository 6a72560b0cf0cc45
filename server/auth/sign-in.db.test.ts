import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerMember } from '#server/domain/member/register-member.ts';
import { type LoneDatabase, openLoneDatabase } from '#server/testing/context.ts';
import { hashPassword } from './password.ts';
import { openSession, revokeSession, SESSION_MS } from './sessions.ts';
import { signInAsDemoPerson, signInWithPassword } from './sign-in.ts';
import { readViewer } from './viewer.ts';

let lone: LoneDatabase;
beforeAll(async () => {
  lone = await openLoneDatabase();
});
afterAll(() => lone.close());

let made = 0;
async function someone({ demo = false, password = 'a long password' } = {}) {
  made += 1;
  const login = `somebody.${made}`;
  const passwordHash = await hashPassword(password);
  const { memberId } = await registerMember(lone.system, {
    login,
    displayName: login,
    passwordHash,
    roles: ['investor', 'borrower'],
    demo,
  });
  return { login, memberId, password, address: `10.0.0.${made}` };
}
const db = () => lone.pool.db;
const refusedWith = (code: string) => expect.objectContaining({ code });

test('a login is found whatever its case, with its own password alone', async () => {
  const { login, memberId, password, address } = await someone();
  expect(await signInWithPassword(db(), { login: ` ${login.toUpperCase()} `, password, address })).toBe(memberId);
  const wrong = signInWithPassword(db(), { login, password: 'another password', address });
  await expect(wrong).rejects.toEqual(refusedWith('SIGN_IN_FAILED'));
  const nobody = signInWithPassword(db(), { login: 'nobody.at.all', password, address });
  await expect(nobody).rejects.toEqual(refusedWith('SIGN_IN_FAILED'));
});

test('after eight failures even the right password has to wait, and a success forgets those before it', async () => {
  const { login, memberId, password, address } = await someone();
  const fail = () => signInWithPassword(db(), { login, password: 'wrong', address }).catch(({ code }) => code);
  for (let tries = 0; tries < 7; tries += 1) expect(await fail()).toBe('SIGN_IN_FAILED');
  expect(await signInWithPassword(db(), { login, password, address })).toBe(memberId);
  for (let tries = 0; tries < 8; tries += 1) expect(await fail()).toBe('SIGN_IN_FAILED');
  const right = signInWithPassword(db(), { login, password, address });
  await expect(right).rejects.toEqual(refusedWith('TOO_MANY_ATTEMPTS'));
});

test('only demo people are signed in as by one click', async () => {
  const { memberId } = await someone({ demo: true });
  expect(await signInAsDemoPerson(db(), memberId)).toBe(memberId);
  const other = await someone();
  await expect(signInAsDemoPerson(db(), other.memberId)).rejects.toEqual(refusedWith('SIGN_IN_FAILED'));
});

test('a session stands for its member until it is revoked, ends, or falls asleep', async () => {
  const { memberId } = await someone();
  const store = { db: db(), realNow: lone.system.realNow, newId: lone.system.newId };
  const sessionId = await openSession(store, memberId, 'a browser');
  const now = lone.system.realNow();
  expect(await readViewer(db(), sessionId, now)).toMatchObject({ memberId, roles: ['borrower', 'investor'] });
  expect(await readViewer(db(), sessionId, new Date(now.getTime() + SESSION_MS + 1))).toBeNull();
  expect(await readViewer(db(), sessionId, new Date(now.getTime() + 3 * 3_600_000))).toBeNull();
  expect(await revokeSession(store, memberId, sessionId)).toBe(true);
  expect(await readViewer(db(), sessionId, now)).toBeNull();
});
