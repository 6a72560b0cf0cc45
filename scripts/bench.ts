import { run as custodyBank } from '../bench/custody-bank.ts';
import { run as hotLoan } from '../bench/hot-loan.ts';
import { run as manyHolders } from '../bench/many-holders.ts';
import { run as reconciliation } from '../bench/reconciliation.ts';
import { orExplain } from './world/process.ts';

/** `npm run bench`: every benchmark, one after the other, each printed as ratios of one run. */
orExplain(async () => {
  for (const benchmark of [hotLoan, manyHolders, custodyBank, reconciliation]) await benchmark();
  process.exit(0);
});
