import type { BreakKind, CorrectionKind } from '#db/schema/reconciliation.ts';

const FILE_OR_BOOKS: readonly CorrectionKind[] = ['file-again', 'suspense', 'reverse', 'conclude'];
const FIGURES: readonly CorrectionKind[] = ['suspense', 'rebuild', 'file-again'];

/** By kind of break, what may put it right, the likeliest first (domain.md, section 7). */
const BY_KIND: Readonly<Record<BreakKind, readonly CorrectionKind[]>> = {
  'missing-here': ['ask-again', 'conclude', 'file-again'],
  'missing-there': ['reverse', 'conclude', 'ask-again', 'file-again'],
  amount: FILE_OR_BOOKS,
  user: FILE_OR_BOOKS,
  status: ['ask-again', 'conclude', 'reverse', 'file-again'],
  duplicate: ['file-again', 'reverse'],
  'wrong-day': ['file-again', 'reverse', 'suspense'],
  'float-not-settled': ['file-again'],
  balance: FIGURES,
  total: ['file-again'],
  'balance-not-entries': ['suspense', 'rebuild'],
  'claim-not-principal': ['rebuild'],
  'freeze-without-bid': ['cancel-freeze', 'file-again'],
  'bid-without-freeze': ['fail-bid', 'freeze-anew', 'file-again'],
  'owed-not-due': ['rebuild'],
};

/** What the evidence says goes before what the kind allows. */
const BY_CAUSE: Readonly<Record<string, readonly CorrectionKind[]>> = {
  'answer-lost': ['ask-again'],
  'notify-lost': ['ask-again'],
  'concluded-as-failed': ['conclude'],
  'never-sent': ['file-again'],
  'posting-missing': ['conclude'],
  'posted-without-effect': ['reverse'],
  'posted-twice': ['reverse'],
  'row-changed-here': ['conclude', 'suspense', 'reverse', 'rebuild'],
  'cut-off': ['reverse', 'file-again'],
  'entry-removed': ['conclude', 'suspense', 'rebuild'],
  'entry-added': ['suspense', 'rebuild'],
  'entry-changed': ['suspense', 'rebuild'],
  'bank-files-disagree': ['file-again'],
  'bank-own-freeze': ['cancel-freeze'],
  'bank-released': ['fail-bid', 'freeze-anew'],
  'balance-changed-here': ['rebuild', 'suspense'],
};

const isFiles = (cause: string): boolean => cause.startsWith('file-');

/** A bid that has failed here takes no answer any more: its money is given back instead. */
const isLateFreeze = (found: Readonly<{ kind: BreakKind; cause: string }>): boolean =>
  found.kind === 'freeze-without-bid' && found.cause === 'concluded-as-failed';

/** Every kind of correction that may be tried on such a break, in the order in which the program would propose them. */
export function candidatesFor(found: Readonly<{ kind: BreakKind; cause: string }>): CorrectionKind[] {
  const byCause = isLateFreeze(found) ? [] : (BY_CAUSE[found.cause] ?? []);
  const first = isFiles(found.cause) ? (['file-again'] as const) : byCause;
  return [...new Set<CorrectionKind>([...first, ...BY_KIND[found.kind], 'sign-off'])];
}

/** Breaks that vanish with those they follow from: the program proposes nothing for them. */
export const followsFromOthers = (cause: string): boolean => cause.startsWith('follows-') || cause === 'carried-over';
