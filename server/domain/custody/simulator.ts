import { DomainError } from '#server/primitives/errors.ts';
import { type Money, toDecimalText } from '#server/primitives/money.ts';

/** The part of the simulator's control API that time travel and the demo world need. A real bank has none. */
export type SimulatorControl = Readonly<{
  /** What the bank's clock shows. Throws DomainError as `moveTo`. */
  now: () => Promise<Date>;
  /** Moves the bank's clock forward; its day-end boundaries run on the way. @returns the bank's `now` */
  moveTo: (moment: Date) => Promise<Date>;
  /** Brings money to an account at the bank's counter. @returns the bank's number of it. Throws DomainError */
  fillAccount: (platformNo: string, platformUserNo: string, amount: Money) => Promise<string>;
  /** What the bank's clerk says to a registration that waits for him. Throws DomainError */
  decideRegistration: (platformNo: string, requestNo: string, decision: ClerksWord) => Promise<void>;
}>;

export type ClerksWord = Readonly<{ decision: 'PASSED' | 'BACK' | 'REFUSED'; reason?: string }>;

const TIME_LIMIT_MS = 60_000;

/**
 * The control API under `<simulatorUrl>/simulator/`.
 * @throws DomainError BANK_UNREACHABLE, BANK_REFUSED (a step backwards) from each of them
 */
export function simulatorControl(simulatorUrl: string): SimulatorControl {
  const ask = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${simulatorUrl}/simulator/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    }).catch((error: unknown) => {
      throw new DomainError('BANK_UNREACHABLE', `the simulator does not answer: ${error}`);
    });
    if (!answer.ok) throw new DomainError('BANK_REFUSED', `the simulator refuses ${path}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const clock = async (body?: object): Promise<Date> => new Date((await ask<{ now: string }>('clock', body)).now);
  return {
    now: () => clock(),
    moveTo: (moment) => clock({ now: moment.toISOString() }),
    fillAccount: async (platformNo, platformUserNo, amount) => {
      const path = `accounts/${encodeURIComponent(platformUserNo)}/deposit?platformNo=${encodeURIComponent(platformNo)}`;
      return (await ask<{ requestNo: string }>(path, { amount: toDecimalText(amount) })).requestNo;
    },
    decideRegistration: async (platformNo, requestNo, word) => {
      await ask(`clerk/${encodeURIComponent(requestNo)}?platformNo=${encodeURIComponent(platformNo)}`, word);
    },
  };
}
