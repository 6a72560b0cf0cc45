import { RateLimiterMemory } from 'rate-limiter-flexible';
import { DomainError } from '#server/primitives/errors.ts';

const FIFTEEN_MINUTES = 15 * 60;

/** Failures for one login, and tries of any kind from one address. Each portal process counts its own. */
const byLogin = new RateLimiterMemory({ points: 8, duration: FIFTEEN_MINUTES });
const byAddress = new RateLimiterMemory({ points: 120, duration: FIFTEEN_MINUTES });

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch {
    throw new DomainError('TOO_MANY_ATTEMPTS', 'too many attempts', { minutes: FIFTEEN_MINUTES / 60 });
  }
}

/** Counts a try to sign in. @throws DomainError TOO_MANY_ATTEMPTS */
export async function countSignIn(login: string, address: string): Promise<void> {
  await take(byAddress, address);
  await take(byLogin, login);
}

/** A right password makes the failures before it forgotten. */
export async function forgetFailures(login: string): Promise<void> {
  await byLogin.delete(login);
}

/** Counts a registration. @throws DomainError TOO_MANY_ATTEMPTS */
export const countRegistration = (address: string): Promise<void> => take(byAddress, address);
