import { DomainError } from './errors.ts';

/** For each state, the events it takes and the state each leads to. A state without events is final. */
export type Machine<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>;

/**
 * The state that `event` leads to from `state`.
 * @throws DomainError INVALID_TRANSITION when the table has no such arrow.
 */
export function transition<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State,
  event: Event,
): State {
  const next = machine[state][event];
  if (next === undefined) {
    throw new DomainError('INVALID_TRANSITION', `no arrow '${event}' from '${state}'`, { state, event });
  }
  return next;
}

/** Every state from which `event` leads somewhere: the WHERE list of a conditional UPDATE. */
export function statesAccepting<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  event: Event,
): State[] {
  return (Object.keys(machine) as State[]).filter((state) => machine[state][event] !== undefined);
}
