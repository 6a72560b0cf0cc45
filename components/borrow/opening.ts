import { fromBeijing } from '#components/time/beijing.ts';

export const FARTHEST_MS = 7 * 86_400_000;

/** When the listing opens: at once, or at a typed hour of Beijing. */
export type Opening = Readonly<{ later: boolean; text: string }>;
export const AT_ONCE: Opening = { later: false, text: '' };

/** The hour that is chosen; null for at once, undefined while it says nothing or is too far ahead of `now`. */
export function readOpening({ later, text }: Opening, now: Date): Date | null | undefined {
  if (!later) return null;
  const opensAt = fromBeijing(text);
  return opensAt.getTime() <= now.getTime() + FARTHEST_MS ? opensAt : undefined;
}
