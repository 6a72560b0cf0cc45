import type { InstructionKind } from '#db/schema/custody.ts';
import { concludeFreeze } from './domain/bidding/conclude-freeze.ts';
import { concludeRelease } from './domain/bidding/conclude-release.ts';
import { concludeAuthorise } from './domain/cash/conclude-authorise.ts';
import { concludeOpenAccount } from './domain/cash/conclude-open-account.ts';
import { concludeRecharge } from './domain/cash/conclude-recharge.ts';
import type { Conclude } from './domain/custody/conclude.ts';
import { concludeProject } from './domain/loan/conclude-project.ts';
import { concludeRegistration } from './domain/loan/conclude-registration.ts';

const notYet: Conclude = async (_tx, _ctx, instruction) => {
  throw new Error(`no conclusion for ${instruction.kind}`);
};

/** Which verb's twin applies the bank's last word, by what the instruction was for. */
export const CONCLUSIONS: Readonly<Record<InstructionKind, Conclude>> = {
  'open-account': concludeOpenAccount,
  authorise: concludeAuthorise,
  recharge: concludeRecharge,
  'register-project': concludeRegistration,
  'freeze-bid': concludeFreeze,
  'release-bid': concludeRelease,
  'settle-chunk': notYet,
  'advance-project': concludeProject,
  'freeze-collection': notYet,
  'release-collection': notYet,
  distribute: notYet,
};
