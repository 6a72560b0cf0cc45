/** How long a loan is late, by the due date of its oldest unpaid instalment. */
const BUCKETS = ['1-30', '31-60', '61-90', '90+'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** The bucket of a number of days past the due date. */
export function bucketOf(daysLate: number): Bucket {
  if (daysLate <= 30) return '1-30';
  if (daysLate <= 60) return '31-60';
  return daysLate <= 90 ? '61-90' : '90+';
}
