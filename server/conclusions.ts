import type { InstructionKind } from '#db/schema/custody.ts';
import { concludeAuthorise } from './domain/cash/conclude-authorise.ts';
import { concludeOpenAccount } from './domain/cash/conclude-open-account.ts';
import { concludeRecharge } from './domain/cash/conclude-recharge.ts';
import type { Conclude } from './domain/custody/conclude.ts';

const notYet: Conclude = async (_tx, _ctx, instruction) => {
  throw new Error(`no conclusion for ${instruction.kind}`);
};

/** Which verb's twin applies the bank's last word, by what the instruction was for. */
export const CONCLUSIONS: Readonly<Record<InstructionKind, Conclude>> = {
  'open-account': concludeOpenAccount,
  authorise: concludeAuthorise,
  recharge: concludeRecharge,
  'register-project': notYet,
  'freeze-bid': notYet,
  'release-bid': notYet,
  'settle-chunk': notYet,
  'advance-project': notYet,
  'freeze-collection': notYet,
  'release-collection': notYet,
  distribute: notYet,
};
