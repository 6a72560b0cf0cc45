import type { BreakKind } from '#db/schema/reconciliation.ts';
import type { Uuid } from '#server/primitives/ids.ts';
import type { Cause } from '../../domain/reconciliation/compare.ts';
import { type Expected, type Planted, type Planting, type Site, shuffled } from './planting.ts';

/** A claim on a loan that was lent. */
type Claim = Readonly<{ loanId: Uuid; number: string; claimId: Uuid }>;

const information = (object: string, kind: BreakKind, cause: Cause): Expected => ({
  check: 'money-and-information',
  kinds: [kind],
  object,
  causes: [cause],
});

/** Takes a claim of a loan that nothing else has touched: of one that runs, or of one that has been paid back. */
async function onClaim(
  site: Site,
  state: 'repaying' | 'repaid',
  act: (claim: Claim) => Promise<Planted>,
): Promise<Planted | undefined> {
  const claims = await site.owner<Claim[]>`
    select l.id as "loanId", l.number, c.id as "claimId" from claim c join loan l on l.id = c.loan_id
    where l.state = ${state} order by l.number, c.stake, c.id`;
  for (const claim of shuffled(site.chance, claims)) {
    if (!site.ground.isFree([`loan ${claim.number}`])) continue;
    site.ground.take([`loan ${claim.number}`]);
    return act(claim);
  }
  return undefined;
}

const claimChanged = (column: 'outstanding' | 'stake'): Planting => ({
  name: `${column} of a claim changed`,
  layer: 'books',
  plant: (site) =>
    onClaim(site, 'repaying', async ({ loanId, claimId, number }) => {
      const by = 1 + site.chance.below(5_000);
      const sign = column === 'stake' ? '+' : '-';
      await site.owner.unsafe(
        `update claim set ${column} = ${column} ${sign} $3::bigint where loan_id = $1 and id = $2`,
        [loanId, claimId, by],
      );
      return {
        what: `${column} of a claim on ${number}, by ${by}`,
        finds: [information(claimId, 'claim-not-principal', 'claim-changed-here')],
      };
    }),
});

const principalChanged: Planting = {
  name: 'principal of an instalment changed',
  layer: 'books',
  plant: (site) =>
    onClaim(site, 'repaying', async ({ loanId, number }) => {
      const by = 1 + site.chance.below(5_000);
      await site.owner`update instalment set principal = principal + ${by} where loan_id = ${loanId} and number = 1`;
      return {
        what: `an instalment of ${number} raised by ${by}`,
        finds: [information(number, 'claim-not-principal', 'instalment-changed-here')],
        signed: true,
      };
    }),
};

const paidChanged: Planting = {
  name: 'what was paid of an instalment changed',
  layer: 'books',
  plant: (site) =>
    onClaim(site, 'repaid', async ({ loanId, number }) => {
      const by = 1 + site.chance.below(200);
      await site.owner`update instalment set interest_paid = interest_paid - ${by}
        where loan_id = ${loanId} and number = 1`;
      return {
        what: `interest paid of ${number} lowered by ${by}`,
        finds: [information(`${number} / 1`, 'owed-not-due', 'instalment-changed-here')],
        signed: true,
      };
    }),
};

const receiptChanged: Planting = {
  name: 'receipt changed',
  layer: 'books',
  plant: (site) =>
    onClaim(site, 'repaid', async ({ loanId, claimId, number }) => {
      const by = 1 + site.chance.below(200);
      await site.owner`update receipt set interest = interest + ${by} where loan_id = ${loanId} and claim_id = ${claimId}`;
      return {
        what: `a receipt of ${number} raised by ${by}`,
        finds: [information(`${number} / 1`, 'owed-not-due', 'receipt-changed-here')],
        signed: true,
      };
    }),
};

export const LOAN_PLANTINGS: readonly Planting[] = [
  claimChanged('outstanding'),
  claimChanged('stake'),
  principalChanged,
  paidChanged,
  receiptChanged,
];
