import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const outside = ['**/node_modules/**', '.tools/**', '.next*/**', '.data*/**'];
const globalSetup = ['db/testing/global-setup.ts'];
/** Limits end a test that hangs; on a shared machine they say nothing about speed, which the benchmarks measure. */
const limits = { testTimeout: 240_000, hookTimeout: 240_000 };

/**
 * Files share the modules of their worker: importing everything anew for each took a third of the time. No module of
 * the product keeps a state that one test could leave to another.
 */
const isolate = false;

/** One project for each budget of `npm test`. What needs a database says so in its name. */
export default defineConfig({
  test: {
    // Tests wait for the database and for the bank as much as for the processor.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...outside, '**/*.{db,race,model,long}.test.ts', 'e2e/**'],
          isolate,
          ...limits,
        },
      },
      { test: { name: 'oracle', include: ['**/*.long.test.ts'], exclude: outside, ...limits } },
      { test: { name: 'database', include: ['**/*.db.test.ts'], exclude: outside, globalSetup, isolate, ...limits } },
      { test: { name: 'races', include: ['**/*.race.test.ts'], exclude: outside, globalSetup, isolate, ...limits } },
      { test: { name: 'model', include: ['**/*.model.test.ts'], exclude: outside, globalSetup, isolate, ...limits } },
    ],
  },
});
