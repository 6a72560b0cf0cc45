import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { TEST_DATA_DIR } from '#db/testing/database.ts';

export type Program = Readonly<{ file: string; remove: () => void }>;

/**
 * The program of a child process in one file, as a production build has it: from the sources a process needs two
 * seconds to start, a thousand files one after the other, from this a fifth of a second. The bundler comes with vitest.
 */
export async function buildProgram(): Promise<Program> {
  const folder = mkdtempSync(join(resolve(TEST_DATA_DIR), 'child-'));
  const file = join(folder, 'child.mjs');
  const bundle = await rolldown({ input: resolve(import.meta.dirname, 'child.ts'), platform: 'node' });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
