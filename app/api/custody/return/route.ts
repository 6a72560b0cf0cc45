import { mintSystem } from '#server/domain/actors.ts';
import { portal } from '#server/portal.ts';
import { formFields } from '../form-fields.ts';

/** 303 makes the browser ask with GET, in a request of our own site that carries the session again. */
const seeOther = (publicUrl: string, requestNo: string | null): Response => {
  const query = requestNo ? `?no=${encodeURIComponent(requestNo)}` : '';
  return new Response(null, { status: 303, headers: { location: `${publicUrl}/custody/progress${query}` } });
};

/**
 * The customer's browser, sent back by the bank: a cross-site POST without a session. It is verified and nothing is
 * recorded; the page it leads to asks how the request stands.
 */
export async function POST(request: Request): Promise<Response> {
  const { wiring, environment } = await portal();
  const { custody } = await wiring.contextFor(mintSystem());
  const fields = await formFields(request);
  return seeOther(environment.publicUrl, (fields && custody.verify(fields)?.requestNo) || null);
}

export async function GET(): Promise<Response> {
  const { environment } = await portal();
  return seeOther(environment.publicUrl, null);
}
