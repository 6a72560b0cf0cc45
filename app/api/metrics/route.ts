import { metricsText } from '#server/metrics.ts';
import { portal } from '#server/portal.ts';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const { text, contentType } = await metricsText(await portal());
  return new Response(text, { headers: { 'content-type': contentType } });
}
