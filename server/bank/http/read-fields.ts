import type { WireFields } from './request.ts';

/** A body of more than 16 MiB is refused before it is read. */
export const LARGEST_BODY = 16 * 1024 * 1024;

const NAMES = ['serviceName', 'platformNo', 'reqData', 'keySerial', 'sign', 'userDevice'] as const;

async function bodyEntries(request: Request): Promise<Iterable<[string, FormDataEntryValue]>> {
  const type = request.headers.get('content-type') ?? '';
  if (request.method === 'GET') return [];
  if (/^multipart\/form-data/i.test(type)) return (await request.formData()).entries();
  return new URLSearchParams(await request.text()).entries();
}

/**
 * The six fields of a request, from an urlencoded or multipart body or the query string, on every endpoint. A part
 * that came as a file counts by its text. Throws when the body is neither.
 */
export async function readWireFields(request: Request): Promise<WireFields> {
  const fields: WireFields = {};
  const entries = [...new URL(request.url).searchParams.entries(), ...(await bodyEntries(request))];
  for (const [name, value] of entries) {
    const known = NAMES.find((one) => one === name);
    if (known) fields[known] = typeof value === 'string' ? value : await value.text();
  }
  return fields;
}
