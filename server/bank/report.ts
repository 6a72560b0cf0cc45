/**
 * Tells the operator about an error of our own, by its first cause and where it came from. Never what a database
 * error carries along: statements and their parameters are long and hold personal data.
 */
export function report(where: string, error: unknown): void {
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  const message = (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)).slice(0, 500);
  const frames = error instanceof Error ? (error.stack ?? '').match(/server\/bank\/[^\s)]+/g) : null;
  console.error(`bank: ${where}: ${message}`, frames ? `at ${[...new Set(frames)].slice(0, 6).join(' < ')}` : '');
}
