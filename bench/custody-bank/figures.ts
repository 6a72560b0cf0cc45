/** The middle of an odd number of values. */
export const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.trunc(values.length / 2)] ?? 0;

export const rounded = (value: number): string => Math.round(value).toLocaleString('en');
