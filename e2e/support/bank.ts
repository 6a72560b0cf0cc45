import { BANK_URL } from './places.ts';

export type Fault = Readonly<{
  /** A service of the bank, or '*' for every one. */
  service: string;
  fault: 'refuse' | 'refusal' | 'drop-after' | 'wrong-sign';
  /** What a `refusal` says, by the bank's own numbers. */
  errorCode?: string;
  /** Strikes so many requests; without it the next one. */
  next?: number;
  /** Strikes that share of the requests, until it is taken away. */
  probability?: number;
}>;

/** Tells the bank to do something wrong. */
export async function breakBank(fault: Fault): Promise<void> {
  const answer = await fetch(`${BANK_URL}/simulator/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  if (!answer.ok) throw new Error(`the bank did not take the fault: ${await answer.text()}`);
}

/** Takes every fault away. */
export async function mendBank(): Promise<void> {
  const answer = await fetch(`${BANK_URL}/simulator/faults`, { method: 'DELETE' });
  if (!answer.ok) throw new Error(`the bank did not take its faults back: ${await answer.text()}`);
}

/** What the bank's clerk says to an enterprise's registration. */
export async function decideAsClerk(requestNo: string, word: { decision: string; reason?: string }): Promise<void> {
  const answer = await fetch(`${BANK_URL}/simulator/clerk/${requestNo}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(word),
  });
  if (!answer.ok) throw new Error(`the clerk did not decide: ${await answer.text()}`);
}
