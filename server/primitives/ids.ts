/** Ids are UUIDv7 (RFC 9562, section 5.7): made by the application, roughly in order of time. */
declare const uuidBrand: unique symbol;
export type Uuid = string & { readonly [uuidBrand]: 'uuid' };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export const isUuid = (text: string): text is Uuid => UUID.test(text);

/** Reads a lower-case UUID. Throws RangeError for anything else. */
export function uuid(text: string): Uuid {
  if (!isUuid(text)) throw new RangeError('not a uuid');
  return text;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lays a UUIDv7 out from a millisecond of real time and ten random bytes. */
export function uuidFrom(epochMs: number, random: Uint8Array): Uuid {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(epochMs) << 16n);
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  let hex = '';
  for (const byte of bytes) hex += HEX[byte] ?? '';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Uuid;
}

/** A source of new ids: random in life, counted from a seed where a world must come out the same each time. */
export type IdSource = () => Uuid;

const IDS_AT_ONCE = 100;

/** Random ids from a real clock that gives epoch milliseconds. Randomness is fetched for a hundred of them at a time. */
export function randomIds(epochMs: () => number): IdSource {
  const pool = new Uint8Array(10 * IDS_AT_ONCE);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      crypto.getRandomValues(pool);
      next = 0;
    }
    next += 10;
    return uuidFrom(epochMs(), pool.subarray(next - 10, next));
  };
}
