import type { ProductView } from '#components/trpc/outputs.ts';
import type { Fields } from './answers.ts';
import type { Problems } from './use-problems.ts';

/** What every page of the wizard is given. */
export type StepProps = {
  products: readonly ProductView[];
  product: ProductView;
  fields: Fields;
  problems: Problems;
  set: (change: Partial<Fields>) => void;
  /** A person states an income, an enterprise its turnover. */
  kind: 'person' | 'enterprise';
};
