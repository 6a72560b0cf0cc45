import { RateLimiterMemory } from 'rate-limiter-flexible';
import { DomainError } from '#server/primitives/errors.ts';

const FIFTEEN_MINUTES = 15 * 60;

/** Each portal process counts its own. A sign-in that succeeds is taken back from both counts. */
const byLogin = new RateLimiterMemory({ points: 8, duration: FIFTEEN_MINUTES });
const byAddress = new RateLimiterMemory({ points: 60, duration: FIFTEEN_MINUTES });
const registrations = new RateLimiterMemory({ points: 60, duration: FIFTEEN_MINUTES });

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch {
    throw new DomainError('TOO_MANY_ATTEMPTS', 'too many attempts', { minutes: FIFTEEN_MINUTES / 60 });
  }
}

/** Counts a try to sign in, before the password is looked at. @throws DomainError TOO_MANY_ATTEMPTS */
export async function countSignIn(login: string, address: string): Promise<void> {
  await take(byAddress, address);
  await take(byLogin, login);
}

/** A right password makes the failures of its login forgotten, and does not count against its address. */
export async function forgetFailures(login: string, address: string): Promise<void> {
  await byLogin.delete(login);
  await byAddress.reward(address);
}

/** Counts a registration. @throws DomainError TOO_MANY_ATTEMPTS */
export const countRegistration = (address: string): Promise<void> => take(registrations, address);
