/** What one check of the doctor found: `bad` keeps the product from starting, `note` is good to know. */
export type Finding = { mark: 'good' | 'note' | 'bad'; what: string; mend?: string };

export const good = (what: string): Finding => ({ mark: 'good', what });
export const note = (what: string, mend?: string): Finding => ({ mark: 'note', what, mend });
export const bad = (what: string, mend: string): Finding => ({ mark: 'bad', what, mend });

const SIGNS = { good: '✓', note: '·', bad: '✗' } as const;

/** A finding as lines: what it is, and below how to mend it. */
export const told = ({ mark, what, mend }: Finding): string =>
  [`${SIGNS[mark]} ${what}`, ...(mend ? [`    → ${mend}`] : [])].join('\n');
