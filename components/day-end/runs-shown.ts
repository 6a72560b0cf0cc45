/** Day ends that are shown at once: a fortnight. */
export const RUNS_SHOWN = 14;
