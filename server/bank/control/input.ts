import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { type Money, parseMoney, ZERO } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';

/** What the control API refuses, with a sentence for whoever called it. */
export class BadInput extends Error {
  readonly status: 400 | 403 | 404;

  constructor(message: string, status: 400 | 403 | 404 = 400) {
    super(message);
    this.status = status;
  }
}

const LOOPBACK = /^(::1|127\.\d+\.\d+\.\d+|::ffff:127\.\d+\.\d+\.\d+)$/;

/** Nobody from the network, and no page of another origin through a browser on this machine. */
export const onlyLoopback: MiddlewareHandler = async (c, next) => {
  if (!LOOPBACK.test(getConnInfo(c).remote.address ?? '')) throw new BadInput('loopback only', 403);
  const origin = c.req.header('origin');
  if (origin && (!URL.canParse(origin) || new URL(origin).host !== c.req.header('host'))) {
    throw new BadInput('not from pages of another origin', 403);
  }
  await next();
};

export type Body = Readonly<Record<string, unknown>>;

export function bodyText(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value.trim() === '') throw new BadInput(`${name}: text expected`);
  return value.trim();
}

export function bodyWord<Word extends string>(body: Body, name: string, words: readonly Word[], fallback: Word): Word {
  const value = body[name] ?? fallback;
  const found = words.find((word) => word === value);
  if (!found) throw new BadInput(`${name}: one of ${words.join(', ')} expected`);
  return found;
}

export function bodyInteger(body: Body, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!Number.isInteger(value)) throw new BadInput(`${name}: a whole number expected`);
  return value as number;
}

/** A positive amount of yuan, as decimal text or number. */
export function bodyAmount(body: Body, name: string): Money {
  const parsed = parseMoney(String(body[name] ?? ''));
  if (!parsed.ok) throw new BadInput(`${name}: ${parsed.problem}`);
  return parsed.amount;
}

/** An amount of yuan that may be zero. */
export function bodyAmountOrZero(body: Body, name: string): Money {
  const parsed = parseMoney(String(body[name] ?? ''));
  if (!parsed.ok && parsed.problem === 'zero') return ZERO;
  return bodyAmount(body, name);
}

/** The platform that a request is about: named in the query, or the only one there is. */
export function platformOf(bank: Bank, c: Context): string {
  const named = c.req.query('platformNo');
  const platforms = bank.keys.platforms();
  if (!named && platforms.length !== 1) throw new BadInput('platformNo: say which platform');
  const found = platforms.find((one) => !named || one.platformNo === named);
  if (!found) throw new BadInput(`no platform ${named}`, 404);
  return found.platformNo;
}
