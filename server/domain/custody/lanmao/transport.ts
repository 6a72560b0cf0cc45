import type { RawAnswer } from './answer.ts';

/** Longer than any bank needs, shorter than anyone's patience and than the lease of an instruction. */
const TIME_LIMIT_MS = 10_000;

/**
 * Posts the fields as a urlencoded form and reads the whole answer within the time limit.
 * @throws whatever the network does; the request may or may not have arrived
 */
export async function postForm(url: string, fields: Readonly<Record<string, string>>): Promise<RawAnswer> {
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'error',
    cache: 'no-store',
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  });
  return {
    status: answer.status,
    sign: answer.headers.get('sign'),
    body: new Uint8Array(await answer.arrayBuffer()),
  };
}
