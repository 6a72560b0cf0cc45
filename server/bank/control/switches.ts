import { card } from '#db/bank/schema/members.ts';
import { fromWireTimestamp, toWireTimestamp } from '#server/primitives/calendar.ts';
import { toDecimalText } from '#server/primitives/money.ts';
import type { Bank } from '../bank.ts';
import { FAULT_NAMES, type NewFault } from '../faults/fault-box.ts';
import { REFUSAL_TEXTS, type RefusalCode } from '../refusal.ts';
import { BadInput, type Body, bodyAmount, bodyInteger, bodyText, bodyWord } from './input.ts';

const DAY_MS = 86_400_000;

function targetOf(body: Body): (now: Date) => Date {
  const days = bodyInteger(body, 'advanceDays');
  if (days !== undefined) return (now) => new Date(now.getTime() + days * DAY_MS);
  const text = bodyText(body, 'now');
  const target = /^\d{14}$/.test(text) ? fromWireTimestamp(text) : new Date(text);
  if (Number.isNaN(target.getTime())) throw new BadInput('now: an ISO 8601 moment or yyyyMMddHHmmss expected');
  return () => target;
}

/** GET clock → {now, businessDate, timestamp}: the moment as ISO 8601 and as the wire writes it. */
export function clockSheet(bank: Bank) {
  const now = bank.clock.now();
  return { now: now.toISOString(), businessDate: bank.clock.businessDate(), timestamp: toWireTimestamp(now) };
}

/**
 * POST clock {now} or {advanceDays} → {now, businessDate, timestamp}. Runs each day-end boundary it passes. Backwards is refused
 * (409) unless the bank has seen no business.
 */
export async function moveClock(bank: Bank, body: Body) {
  await bank.dayEnd.moveTo(targetOf(body));
  return clockSheet(bank);
}

const ERROR_CODES = Object.keys(REFUSAL_TEXTS) as RefusalCode[];
const FARTHEST_HOURS = 24 * 366;

const optional = <Value>(body: Body, name: string, read: (body: Body, name: string) => Value): Value | undefined =>
  body[name] === undefined || body[name] === '' ? undefined : read(body, name);

function hoursOf(body: Body): number | undefined {
  const hours = bodyInteger(body, 'hours');
  if (hours !== undefined && Math.abs(hours) > FARTHEST_HOURS) throw new BadInput('hours: within a year expected');
  return hours;
}

/**
 * POST faults {service or '*', fault, next? n | probability?, seed?, delayMs?, platformNo?, requestNo?, errorCode? and
 * errorMessage? (refusal), hours? (clock)} → {id}. Without next and probability it strikes once.
 */
export async function addFault(bank: Bank, body: Body) {
  const fault = FAULT_NAMES.find((name) => name === body.fault);
  if (!fault) throw new BadInput(`fault: one of ${FAULT_NAMES.join(', ')} expected`);
  const { probability } = body;
  if (probability !== undefined && !(typeof probability === 'number' && probability >= 0 && probability <= 1)) {
    throw new BadInput('probability: a number from 0 to 1 expected');
  }
  const wanted: NewFault = {
    service: body.service === undefined ? '*' : bodyText(body, 'service'),
    fault,
    next: bodyInteger(body, 'next'),
    probability: probability as number | undefined,
    seed: bodyInteger(body, 'seed') ?? 0,
    delayMs: bodyInteger(body, 'delayMs'),
    platformNo: optional(body, 'platformNo', bodyText),
    requestNo: optional(body, 'requestNo', bodyText),
    errorCode: optional(body, 'errorCode', (from, name) => bodyWord(from, name, ERROR_CODES, '100008')),
    errorMessage: optional(body, 'errorMessage', bodyText),
    hours: hoursOf(body),
  };
  return { id: (await bank.faults.add(wanted)).id };
}

/** POST cards/fund {cardNo, amount} → {cardNo, balance}: the card then holds exactly this. */
export async function fundCard(bank: Bank, body: Body) {
  const cardNo = bodyText(body, 'cardNo');
  const balance = bodyAmount(body, 'amount');
  await bank.pool.db
    .insert(card)
    .values({ cardNo, balance })
    .onConflictDoUpdate({ target: card.cardNo, set: { balance } });
  return { cardNo, balance: toDecimalText(balance) };
}
