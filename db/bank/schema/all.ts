/** Every table of the bank in one object for drizzle's connection and drizzle-kit; code imports the noun's own file. */
export * from './book.ts';
export * from './cash.ts';
export * from './desk.ts';
export * from './freezes.ts';
export * from './members.ts';
export * from './notifies.ts';
export * from './pages.ts';
export * from './platforms.ts';
export * from './projects.ts';
export * from './trades.ts';
