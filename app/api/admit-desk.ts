import { currentViewer } from '#server/auth/current-viewer.ts';
import { portal } from '#server/portal.ts';
import { adminOf } from '#server/trpc/actors.ts';
import { refusalIn } from '#server/trpc/errors.ts';

/** A context for finance, the administrator or the auditor who asks for a file, or the answer to anybody else. */
export async function admitDesk() {
  try {
    const actor = adminOf(await currentViewer(), ['finance', 'administrator', 'auditor']);
    return await (await portal()).wiring.contextFor(actor);
  } catch (error) {
    const code = refusalIn(error)?.code;
    if (code === undefined) throw error;
    return new Response(null, { status: code === 'UNAUTHENTICATED' ? 401 : 403 });
  }
}

/** Headers of a file that is to be kept, and never cached on the way. */
export const attachment = (name: string, type: string) => ({
  'content-type': type,
  'content-disposition': `attachment; filename="${name}"`,
  'cache-control': 'no-store',
});
