const OFFSET_MS = 8 * 3_600_000;

/** A moment as it is typed into a datetime-local field, in Beijing time, whatever clock the machine keeps. */
export const fromBeijing = (text: string): Date => new Date(`${text}:00+08:00`);

/** A moment as such a field shows it, to the minute. */
export const toBeijing = (moment: Date): string => new Date(moment.getTime() + OFFSET_MS).toISOString().slice(0, 16);
