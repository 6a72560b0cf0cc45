/** Every table in one object for drizzle's connection and drizzle-kit; code imports the noun's own file. */
export * from './accounts.ts';
export * from './alerts.ts';
export * from './bank-files.ts';
export * from './custody.ts';
export * from './loans.ts';
export * from './operations.ts';
export * from './people.ts';
export * from './platform.ts';
export * from './products.ts';
export * from './reconciliation.ts';
export * from './repayments.ts';
export * from './scores.ts';
export * from './withdrawals.ts';
export * from './write-offs.ts';
