import type { Prepare } from './scene.ts';

/** How a role comes to a failpoint; a sentence where it cannot. */
export type Reach = Readonly<{ portal: Prepare | string; worker: Prepare | string }>;
/** Places that FAILPOINTS leaves to whoever knows when they are passed: a question after a lost answer, and others. */
export type Asked<Kind extends string> = `${Kind}.asked`;
export type Stages<Kind extends string> = `${Kind}.${'sent' | 'answered' | 'concluding' | 'concluded'}`;

export type Role = keyof Reach;
export const ROLES: readonly Role[] = ['portal', 'worker'];

/** Who is killed where, with the state in which he comes in; what cannot be reached is left out. */
export function killsIn(table: Readonly<Record<string, Reach>>, role: Role): [string, Prepare][] {
  return Object.entries(table).flatMap(([failpoint, reach]) => {
    const prepare = reach[role];
    return typeof prepare === 'string' ? [] : [[failpoint, prepare] as [string, Prepare]];
  });
}
