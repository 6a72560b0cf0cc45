import { csvOfShares, SHARES_HEADER } from '#components/proof/shares-csv.ts';
import { api, findLoan, withinRequest } from '#server/rsc.ts';

const ROWS_AT_ONCE = 1_000;

/** Every receipt of a loan as CSV, read and sent a thousand rows at a time. */
export async function GET(_: Request, { params }: { params: Promise<{ loanId: string }> }): Promise<Response> {
  const { loanId } = await params;
  const loan = await findLoan(loanId);
  if (!loan) return new Response(null, { status: 404 });
  const inRequest = withinRequest();
  const encoder = new TextEncoder();
  let cursor: Parameters<typeof api.proof.shares>[0]['cursor'];
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(SHARES_HEADER)),
    pull: async (controller) => {
      const rows = await inRequest(() => api.proof.shares({ loanId, cursor, limit: ROWS_AT_ONCE }));
      const last = rows.at(-1);
      if (last) {
        cursor = { number: last.number, claimId: last.claimId, collectionId: last.collectionId };
        controller.enqueue(encoder.encode(csvOfShares(rows)));
      }
      if (rows.length < ROWS_AT_ONCE) controller.close();
    },
  });
  const name = `${loan.number}-proof.csv`;
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  };
  return new Response(body, { headers });
}
