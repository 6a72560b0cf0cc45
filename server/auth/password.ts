import { hash, verify } from '@node-rs/argon2';
import { DomainError } from '#server/primitives/errors.ts';

/** argon2id after OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash costs 30–50 ms of a processor, so only so many run at once and only so many may wait. */
const RUNNING_LIMIT = 2;
const WAITING_LIMIT = 40;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= RUNNING_LIMIT) {
    if (waiting.length >= WAITING_LIMIT) throw new DomainError('TOO_MANY_ATTEMPTS', 'too many sign-ins at once');
    await new Promise<void>((go) => waiting.push(go));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** The PHC string to store. @throws DomainError TOO_MANY_ATTEMPTS when too many are waiting. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, PARAMETERS));

let unknownLogin: Promise<string> | undefined;

/**
 * Whether the password is the one of `passwordHash`. Without a hash (nobody has that login) the same work is done
 * for nothing, so that the answer's time does not tell whether a login exists.
 * @throws DomainError TOO_MANY_ATTEMPTS when too many are waiting.
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  unknownLogin ??= hash('nobody has this password', PARAMETERS);
  const against = passwordHash ?? (await unknownLogin);
  const matches = await inTurn(() => verify(against, password));
  return matches && passwordHash !== undefined;
}
