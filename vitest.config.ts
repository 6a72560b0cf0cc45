import { defineConfig } from 'vitest/config';

const outside = ['**/node_modules/**', '.tools/**', '.next*/**', '.data*/**'];
const globalSetup = ['db/testing/global-setup.ts'];

/** One project for each budget of `npm test`. What needs a database says so in its name. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...outside, '**/*.{db,race,model}.test.ts', 'e2e/**'],
        },
      },
      {
        test: {
          name: 'database',
          include: ['**/*.db.test.ts'],
          exclude: outside,
          globalSetup,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'races',
          include: ['**/*.race.test.ts'],
          exclude: outside,
          globalSetup,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'model',
          include: ['**/*.model.test.ts'],
          exclude: outside,
          globalSetup,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
