import { formatRate, type RatePpm } from '#server/primitives/rate.ts';

/** A yearly rate with its sign: 8.50 %. */
export const Rate = ({ value }: { value: RatePpm }) => (
  <span className="num whitespace-nowrap">{formatRate(value)}&#8239;%</span>
);
