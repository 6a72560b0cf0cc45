/** What the bundler understands and TypeScript does not know of. */
declare module '*.css';
declare module 'server-only';
