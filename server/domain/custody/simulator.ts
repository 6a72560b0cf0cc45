import { DomainError } from '#server/primitives/errors.ts';

/** The part of the simulator's control API that time travel needs. A real bank has none. */
export type SimulatorControl = Readonly<{
  /** What the bank's clock shows. Throws DomainError as `moveTo`. */
  now: () => Promise<Date>;
  /** Moves the bank's clock forward; its day-end boundaries run on the way. @returns the bank's `now` */
  moveTo: (moment: Date) => Promise<Date>;
}>;

const TIME_LIMIT_MS = 60_000;

/**
 * The control API at `<simulatorUrl>/simulator/clock`.
 * @throws DomainError BANK_UNREACHABLE, BANK_REFUSED (a step backwards) from `moveTo`
 */
export function simulatorControl(simulatorUrl: string): SimulatorControl {
  const clock = async (request: RequestInit): Promise<Date> => {
    const answer = await fetch(`${simulatorUrl}/simulator/clock`, {
      ...request,
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    }).catch((error: unknown) => {
      throw new DomainError('BANK_UNREACHABLE', `the simulator does not answer: ${error}`);
    });
    if (!answer.ok) throw new DomainError('BANK_REFUSED', `the simulator keeps its clock: ${await answer.text()}`);
    return new Date(((await answer.json()) as { now: string }).now);
  };
  return {
    now: () => clock({ method: 'GET' }),
    moveTo: (moment) =>
      clock({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ now: moment.toISOString() }),
      }),
  };
}
