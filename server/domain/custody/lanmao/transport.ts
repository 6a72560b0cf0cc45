import type { RawAnswer } from './answer.ts';

/** Longer than any bank needs, shorter than anyone's patience and than the lease of an instruction. */
const TIME_LIMIT_MS = 10_000;

const posted = (url: string, fields: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'error', cache: 'no-store', signal });

/**
 * Posts the fields as a urlencoded form and reads the whole answer within the time limit.
 * @throws whatever the network does; the request may or may not have arrived
 */
export async function postForm(url: string, fields: Readonly<Record<string, string>>): Promise<RawAnswer> {
  const answer = await posted(url, fields, AbortSignal.timeout(TIME_LIMIT_MS));
  return {
    status: answer.status,
    sign: answer.headers.get('sign'),
    body: new Uint8Array(await answer.arrayBuffer()),
  };
}

/** An answer that is still arriving. */
export type OpenAnswer = Readonly<{ status: number; sign: string | null; body: AsyncIterable<Uint8Array> }>;

/** The pieces of a body; each may keep us waiting for the time limit, all together for as long as it takes. */
async function* patiently(answer: Response, watch: { restart: () => void; stop: () => void }) {
  try {
    for await (const piece of answer.body ?? []) {
      watch.restart();
      yield piece;
    }
  } finally {
    watch.stop();
  }
}

/** The same for answers of any length: hands over its pieces as they come. */
export async function openForm(url: string, fields: Readonly<Record<string, string>>): Promise<OpenAnswer> {
  const silence = new AbortController();
  const start = () => setTimeout(() => silence.abort(new Error('the bank fell silent')), TIME_LIMIT_MS);
  let timer = start();
  const stop = (): void => clearTimeout(timer);
  const restart = (): void => {
    stop();
    timer = start();
  };
  try {
    const answer = await posted(url, fields, silence.signal);
    return { status: answer.status, sign: answer.headers.get('sign'), body: patiently(answer, { restart, stop }) };
  } catch (error) {
    stop();
    throw error;
  }
}
