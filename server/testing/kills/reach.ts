import type { InstructionKind } from '#db/schema/custody.ts';
import type { Failpoint, Stage } from '../../domain/failpoints.ts';
import type { Prepare } from './scene.ts';

/** One more of what a short run has seen elsewhere: for the long run alone. */
type More = Readonly<{ more: Prepare }>;
/** How a role comes to a failpoint; a sentence where it cannot. */
export type Reach = Readonly<{ portal: Prepare | More | string; worker: Prepare | More | string }>;
/** How one journey comes to failpoints of its way. */
export type Table = Readonly<Partial<Record<Failpoint, Reach>>>;

export type Role = keyof Reach;
export const ROLES: readonly Role[] = ['portal', 'worker'];
/** The long run kills everybody everywhere. */
export const LONG = process.env.LONG === '1';

export const more = (prepare: Prepare): More => ({ more: prepare });

type Rows<Kind extends InstructionKind> = Readonly<Record<`${Kind}.${Exclude<Stage, 'asked'>}`, Reach>>;

/** The four places around what a worker says to the bank, of which a short run sees `briefly`. */
export function saidByWorker<Kind extends InstructionKind>(
  kind: Kind,
  prepare: Prepare,
  portal: string,
  briefly: readonly Stage[],
): Rows<Kind> {
  const reach = (stage: Stage): Reach => ({ portal, worker: briefly.includes(stage) ? prepare : more(prepare) });
  const stages = ['sent', 'answered', 'concluding', 'concluded'] as const;
  return Object.fromEntries(stages.map((stage) => [`${kind}.${stage}`, reach(stage)])) as Rows<Kind>;
}

/** Who is killed where, with the state in which he comes in; what cannot be reached is left out. */
export function killsIn(table: Table, role: Role): [Failpoint, Prepare][] {
  return Object.entries(table).flatMap(([failpoint, reach]) => {
    const way = reach?.[role];
    if (way === undefined || typeof way === 'string' || (typeof way === 'object' && !LONG)) return [];
    return [[failpoint as Failpoint, typeof way === 'object' ? way.more : way] as [Failpoint, Prepare]];
  });
}
