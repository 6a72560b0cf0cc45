import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Machine } from '#server/primitives/state-machine.ts';

type AnyMachine = Machine<string, string>;
export type NamedMachine = { name: string; machine: AnyMachine };

/** Every transition table of the domain: the exports named …Machine of each folder's states.ts, in folder order. */
export async function domainMachines(): Promise<NamedMachine[]> {
  const root = import.meta.dirname;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('states.ts'));
  const machines: NamedMachine[] = [];
  for (const file of files.sort()) {
    const exports: Record<string, unknown> = await import(pathToFileURL(join(root, file)).href);
    for (const [name, value] of Object.entries(exports)) {
      if (name.endsWith('Machine')) machines.push({ name: name.replace(/Machine$/, ''), machine: value as AnyMachine });
    }
  }
  return machines;
}

/** The states that no path from the table's first state leads to. */
export function unreachableStates(machine: AnyMachine): string[] {
  const [initial] = Object.keys(machine);
  const reached = new Set(initial === undefined ? [] : [initial]);
  for (const state of reached) {
    for (const target of Object.values(machine[state] ?? {})) if (target) reached.add(target);
  }
  return Object.keys(machine).filter((state) => !reached.has(state));
}

const identifier = (state: string): string => state.replaceAll('-', '_');

/** The table as a Mermaid state diagram: first state entered, states without events ended. */
export function mermaidOf(machine: AnyMachine): string {
  const states = Object.keys(machine);
  const lines = [
    'stateDiagram-v2',
    ...states.filter((state) => state.includes('-')).map((state) => `  state "${state}" as ${identifier(state)}`),
  ];
  if (states[0]) lines.push(`  [*] --> ${identifier(states[0])}`);
  for (const state of states) {
    const arrows = Object.entries(machine[state] ?? {});
    for (const [event, target] of arrows)
      if (target) lines.push(`  ${identifier(state)} --> ${identifier(target)}: ${event}`);
    if (arrows.length === 0) lines.push(`  ${identifier(state)} --> [*]`);
  }
  return lines.join('\n');
}

/** The whole of docs/states.md. */
export function statesPage(machines: readonly NamedMachine[]): string {
  const head =
    '# States\n\nGenerated from the transition tables in `server/domain/*/states.ts`; `UPDATE_DOCS=1 npm test` writes it anew.\n';
  return [
    head,
    ...machines.map(({ name, machine }) => `## ${name}\n\n\`\`\`mermaid\n${mermaidOf(machine)}\n\`\`\`\n`),
  ].join('\n');
}
