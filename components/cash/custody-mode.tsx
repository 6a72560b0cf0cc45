'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { CustodyMode } from '#components/trpc/outputs.ts';

const Mode = createContext<CustodyMode>('direct');

/** Tells what is below it how the bank keeps members' money. */
export function CustodyModeProvider({ mode, children }: { mode: CustodyMode; children: ReactNode }) {
  return <Mode.Provider value={mode}>{children}</Mode.Provider>;
}

/** Whether money is paid in and out over the platform at all; a linked bank does that with its customers alone. */
export const useCashHere = (): boolean => useContext(Mode) !== 'linked';
