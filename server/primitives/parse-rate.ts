import { type RatePpm, ratePpm } from './rate.ts';

/** Reads a percentage as a person types it: "9.5", "９．４８２２ %" → 95,000, 94,822. At most four decimals and below 100. */
export function parsePercent(text: string): RatePpm | undefined {
  const plain = text.normalize('NFKC').replace(/[\s%]/g, '').replace('。', '.');
  const match = /^(\d{1,2})(?:\.(\d{0,4}))?$/.exec(plain);
  if (!match) return undefined;
  return ratePpm(+`${match[1]}${(match[2] ?? '').padEnd(4, '0')}`);
}
