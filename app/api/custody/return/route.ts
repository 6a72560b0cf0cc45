import { mintSystem } from '#server/domain/actors.ts';
import { portal } from '#server/portal.ts';
import { formFields } from '../form-fields.ts';

/** 303 makes the browser ask with GET, in a request of our own site that carries the session again. */
const seeOther = (publicUrl: string, requestNo: string | null, refusal?: string): Response => {
  const said = refusal === undefined ? '' : `&said=${encodeURIComponent(refusal)}`;
  const query = requestNo ? `?no=${encodeURIComponent(requestNo)}${said}` : '';
  return new Response(null, { status: 303, headers: { location: `${publicUrl}/custody/progress${query}` } });
};

/** Why the bank's page let nobody through: a sentence for the reader, who may not come as far as a record. */
const refusalIn = ({ status, errorCode }: Readonly<Record<string, unknown>>): string | undefined =>
  status === 'INIT' && typeof errorCode === 'string' ? errorCode : undefined;

/**
 * The customer's browser, sent back by the bank: a cross-site POST without a session. It is verified and nothing is
 * recorded; the page it leads to asks how the request stands.
 */
export async function POST(request: Request): Promise<Response> {
  const { wiring, environment } = await portal();
  const { custody } = await wiring.contextFor(mintSystem());
  const fields = await formFields(request);
  const told = fields && custody.verify(fields);
  return seeOther(environment.publicUrl, told?.requestNo ?? null, told && refusalIn(told.data));
}

export async function GET(): Promise<Response> {
  const { environment } = await portal();
  return seeOther(environment.publicUrl, null);
}
