const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** Pauses after the first failed attempts; then hourly for a day. */
const PAUSES = [1, 5, 30, 120, 600, 3600].map((seconds) => seconds * SECOND);
const HOURLY_ATTEMPTS = 24;

/**
 * How long to wait after the nth failed attempt, in milliseconds; undefined when the notify is parked for the
 * operator.
 */
export function pauseAfter(attempts: number): number | undefined {
  if (attempts <= PAUSES.length) return PAUSES[attempts - 1];
  return attempts <= PAUSES.length + HOURLY_ATTEMPTS ? HOUR : undefined;
}
