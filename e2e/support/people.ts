import { randomInt, randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { fromDecimalText, type Money } from '#server/primitives/money.ts';
import { walkBankPages } from '#server/testing/bank-pages.ts';
import { type MadeUpPerson, madeUpPerson } from '#server/testing/people.ts';
import { PORTAL_URL } from './places.ts';
import { newVisitor, type PortalClient, portalAs, signIn, type Visitor } from './portal-client.ts';

export type DemoName =
  | `investor.${'new' | 'active'}`
  | `borrower.${'applying' | 'repaying' | 'late' | 'enterprise'}`
  | 'guarantor'
  | 'officer'
  | 'officer.risk'
  | 'finance'
  | 'administrator';
export type Role = 'investor' | 'borrower';

/** Somebody who is signed in: by a browser that opens with `state`, or without one through `portal`. */
export type Person = Readonly<{
  portal: PortalClient;
  state: { cookies: SessionCookie[]; origins: [] };
}>;
type SessionCookie = {
  name: string;
  value: string;
  domain: string;
  path: string;
  expires: number;
  httpOnly: boolean;
  secure: boolean;
  sameSite: 'Lax';
};

export const PASSWORD = 'a password of 2026';

export const yuan = (text: string): Money => fromDecimalText(text);

function personOf(visitor: Visitor): Person {
  const cookies = visitor.cookie.split('; ').flatMap((pair): SessionCookie[] => {
    const [name = '', value = ''] = pair.split(/=(.*)/);
    const where = { domain: new URL(PORTAL_URL).hostname, path: '/', expires: -1 };
    return name.includes('session-token')
      ? [{ name, value, ...where, httpOnly: true, secure: false, sameSite: 'Lax' }]
      : [];
  });
  return { portal: portalAs(visitor), state: { cookies, origins: [] } };
}

/** One of the eleven whom the seeded world offers. */
export async function demoPerson(name: DemoName): Promise<Person> {
  const { demo } = await portalAs(newVisitor()).platform.status.query();
  const found = demo?.people.find(({ login }) => login.startsWith(`${name}@`));
  if (!found) throw new Error(`the world has no ${name}`);
  return personOf(await signIn('demo', { memberId: found.memberId }));
}

export const newLogin = (): string => `e2e.${randomUUID().slice(0, 13)}`;

/** An identity that nobody in the world has used. */
export const newIdentity = (): MadeUpPerson => madeUpPerson(randomInt(10_000, 990_000));

/** Somebody who has registered already, in another browser. */
export const signInAgain = async (login: string): Promise<Person> =>
  personOf(await signIn('credentials', { login, password: PASSWORD }));

/** Somebody who has just registered. */
export async function newPerson(role: Role): Promise<Person & { login: string }> {
  const login = newLogin();
  await portalAs(newVisitor()).session.register.mutate({ login, password: PASSWORD, role });
  return { ...(await signInAgain(login)), login };
}

/** To the bank's page and back, without a browser; `holds` says when the bank's word has arrived. */
async function atTheBank(person: Person, instructionId: string, holds: () => Promise<boolean>): Promise<void> {
  await walkBankPages(await person.portal.custody.openPage.mutate({ instructionId }));
  await expect.poll(holds, { intervals: [50, 100, 200], timeout: 20_000 }).toBe(true);
}

/** Somebody with an account at the bank, its standing authorisation given. */
export async function accountHolder(role: Role): Promise<Person> {
  const person = await newPerson(role);
  const { cash } = person.portal;
  const opening = { as: role, requestId: randomUUID(), ...newIdentity() };
  const { instructionId } = await cash.openAccount.mutate(opening);
  await atTheBank(person, instructionId, async () => (await cash.overview.query({ as: role }))?.state === 'active');
  return person;
}

/** Pays in from the bound card. */
export async function payIn(person: Person, as: Role, amount: Money): Promise<void> {
  const { cash } = person.portal;
  const before = (await cash.overview.query({ as }))?.available ?? 0n;
  const { instructionId } = await cash.recharge.mutate({ as, requestId: randomUUID(), amount });
  await atTheBank(
    person,
    instructionId,
    async () => ((await cash.overview.query({ as }))?.available ?? 0n) === before + amount,
  );
}

/** Somebody who can bid. */
export async function investorWith(amount: Money): Promise<Person> {
  const person = await accountHolder('investor');
  await payIn(person, 'investor', amount);
  return person;
}
