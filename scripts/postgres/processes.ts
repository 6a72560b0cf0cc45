import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Names one process for good: "pid:start". A later process that was given the same pid has another start. */
export type ProcessMark = string;

/** State letter and start of a process, as the kernel or ps tells them; undefined when there is none. */
function look(pid: number): { state: string; start: string } | undefined {
  if (existsSync('/proc/self/stat')) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return { state: fields[0] ?? '', start: fields[19] ?? '' };
    } catch {
      return undefined;
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const [state, ...start] = (stdout ?? '').trim().split(/\s+/);
  return state ? { state, start: start.join('-') } : undefined;
}

/** Whether the process runs; one that has ended and waits for its parent does not. */
export function isAlive(pid: number): boolean {
  const found = pid > 0 ? look(pid) : undefined;
  return found !== undefined && !found.state.startsWith('Z');
}

/** The mark of a running process, undefined when there is none. */
export function markOf(pid: number): ProcessMark | undefined {
  const found = pid > 0 ? look(pid) : undefined;
  return found && !found.state.startsWith('Z') ? `${pid}:${found.start}` : undefined;
}

/** The mark of this process. */
export const ownMark = (): ProcessMark => markOf(process.pid) ?? `${process.pid}:`;

/** Whether the very process of the mark still runs. */
export const isRunning = (mark: ProcessMark): boolean => markOf(Number(mark.split(':')[0])) === mark;

/** The command line of a process where the system shows it, else undefined. */
export function commandLineOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return undefined;
  }
}
