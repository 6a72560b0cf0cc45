import { mintSystem } from '#server/domain/actors.ts';
import { receiveNotify } from '#server/domain/custody/receive-notify.ts';
import { portal } from '#server/portal.ts';
import { formFields } from '../form-fields.ts';

/** The bank's word, server to server. SUCCESS is answered only when its effect has committed: else it comes again. */
export async function POST(request: Request): Promise<Response> {
  const { wiring, log } = await portal();
  const fields = await formFields(request);
  if (!fields) return new Response('REFUSED', { status: 400 });
  const word = await receiveNotify(await wiring.contextFor(mintSystem()), fields);
  if (word === 'taken') return new Response('SUCCESS');
  log.warn({ service: fields.serviceName?.slice(0, 60) }, 'a notify was refused');
  return new Response('REFUSED', { status: 400 });
}
