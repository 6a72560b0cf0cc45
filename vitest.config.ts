import { defineConfig } from 'vitest/config';

const outside = ['**/node_modules/**', '.tools/**', '.next*/**', '.data*/**'];
const globalSetup = ['db/testing/global-setup.ts'];
/** Limits end a test that hangs; on a shared machine they say nothing about speed, which the benchmarks measure. */
const limits = { testTimeout: 240_000, hookTimeout: 240_000 };

/** One project for each budget of `npm test`. What needs a database says so in its name. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...outside, '**/*.{db,race,model}.test.ts', 'e2e/**'],
          ...limits,
        },
      },
      { test: { name: 'database', include: ['**/*.db.test.ts'], exclude: outside, globalSetup, ...limits } },
      {
        test: {
          name: 'races',
          include: ['**/*.race.test.ts'],
          exclude: outside,
          globalSetup,
          ...limits,
          fileParallelism: false,
        },
      },
      { test: { name: 'model', include: ['**/*.model.test.ts'], exclude: outside, globalSetup, ...limits } },
    ],
  },
});
