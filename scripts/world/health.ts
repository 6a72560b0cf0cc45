import { setTimeout as delay } from 'node:timers/promises';
import { BootError } from '#server/environment.ts';

/** Waits until the address answers 200. @throws BootError with the last reason when it does not in time. */
export async function untilHealthy(url: string, limitMs: number, signal?: AbortSignal): Promise<void> {
  const deadline = performance.now() + limitMs;
  let reason = 'no answer';
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
      if (answer.ok) {
        await answer.arrayBuffer();
        return;
      }
      const told = (await answer.json().catch(() => ({}))) as { reason?: string };
      reason = `${answer.status}${told.reason ? `: ${told.reason}` : ''}`;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    await delay(100);
  }
  throw new BootError(`${url} is not healthy (${reason}).`, []);
}
