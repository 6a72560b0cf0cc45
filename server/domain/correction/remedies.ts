import type { CorrectionKind } from '#db/schema/reconciliation.ts';
import type { Transaction } from '#db/transaction.ts';
import { adjustToSuspense } from './adjust-to-suspense.ts';
import { cancelFreeze } from './cancel-freeze.ts';
import { concludeAgain } from './conclude-again.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { failBid } from './fail-bid.ts';
import { freezeAnew } from './freeze-anew.ts';
import { askAgain, fileAgain, signOff } from './plain-remedies.ts';
import { rebuild } from './rebuild-claim.ts';
import type { Details, FoundBreak, Remedies } from './remedy.ts';
import { reversePosting } from './reverse-posting.ts';
import { candidatesFor } from './suggest.ts';

export const REMEDIES: Remedies = {
  'ask-again': askAgain,
  conclude: concludeAgain,
  reverse: reversePosting,
  rebuild,
  suspense: adjustToSuspense,
  'file-again': fileAgain,
  'cancel-freeze': cancelFreeze,
  'fail-bid': failBid,
  'freeze-anew': freezeAnew,
  'sign-off': signOff,
};

export type Choice = Readonly<{ kind: CorrectionKind; details: Details }>;

async function fitting(tx: Transaction, found: FoundBreak, evidence: Evidence, kinds: readonly CorrectionKind[]) {
  const choices: Choice[] = [];
  for (const kind of kinds) {
    const details = await REMEDIES[kind].prepare(tx, found, evidence);
    if (details) choices.push({ kind, details });
  }
  return choices;
}

/** The corrections that fit a break as it stands, the one that the program would propose first. Never empty. */
export async function choicesFor(tx: Transaction, found: FoundBreak): Promise<Choice[]> {
  return fitting(tx, found, await evidenceOf(tx, found), candidatesFor(found));
}

/** What a correction of this kind would do about a break, or undefined where it does not fit. */
export async function choiceOf(tx: Transaction, found: FoundBreak, kind: CorrectionKind): Promise<Choice | undefined> {
  if (!candidatesFor(found).includes(kind)) return undefined;
  const [choice] = await fitting(tx, found, await evidenceOf(tx, found), [kind]);
  return choice;
}
