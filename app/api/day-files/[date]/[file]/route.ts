import { findOwnFile, type OwnFileFound } from '#server/domain/day-end/find-own-file.ts';
import { ownFilePieces } from '#server/domain/day-end/own-files.ts';
import { admitDesk, attachment } from '../../../admit-desk.ts';

type Props = { params: Promise<{ date: string; file: string }> };
type Ctx = Parameters<typeof findOwnFile>[0];

/** The text of a file as a stream: the next piece is read from the books when the one before has been taken. */
function streamOf(ctx: Ctx, found: OwnFileFound): ReadableStream<Uint8Array> {
  const pieces = ownFilePieces(ctx, found);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value.text));
    },
    cancel: async () => void (await pieces.return(undefined)),
  });
}

/**
 * One of our own files of a day for finance and the auditors, `payment-flow.csv`, or its hash as `sha256sum -c` reads
 * it, `payment-flow.csv.sha256`; the newest version unless `?version=` names one.
 */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const ctx = await admitDesk();
  if (ctx instanceof Response) return ctx;
  const found = await findOwnFile(ctx, {
    ...(await params),
    version: new URL(request.url).searchParams.get('version') ?? undefined,
  });
  if (!found) return new Response(null, { status: 404 });
  const { name, hash, hashOnly } = found;
  if (hashOnly)
    return new Response(`${hash}  ${name}\n`, { headers: attachment(`${name}.sha256`, 'text/plain; charset=utf-8') });
  const digest = `sha-256=:${Buffer.from(hash, 'hex').toString('base64')}:`;
  return new Response(streamOf(ctx, found), {
    headers: { ...attachment(name, 'text/csv; charset=utf-8'), 'repr-digest': digest },
  });
}
