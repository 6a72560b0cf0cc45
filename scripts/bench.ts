import { run as hotLoan } from '../bench/hot-loan.ts';
import { orExplain } from './world/process.ts';

/** `npm run bench`: every benchmark, one after the other, each printed as ratios of one run. */
orExplain(async () => {
  for (const benchmark of [hotLoan]) await benchmark();
  process.exit(0);
});
