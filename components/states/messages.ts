import type messages from '../../messages/en.json';

/** The shape of both message files. */
export type AppMessages = typeof messages;
