'use client';

import { createContext, type ReactNode, useContext, useState } from 'react';
import type { Money } from '#server/primitives/money.ts';

type Stake = { stake: Money; setStake: (stake: Money) => void };

const StakeContext = createContext<Stake | undefined>(undefined);

/** The amount that the reader is thinking of: the bid box writes it, the plan beside it follows. */
export function StakeProvider({ initial, children }: { initial: Money; children: ReactNode }) {
  const [stake, setStake] = useState(initial);
  return <StakeContext value={{ stake, setStake }}>{children}</StakeContext>;
}

export function useStake(): Stake {
  const stake = useContext(StakeContext);
  if (!stake) throw new Error('useStake outside of StakeProvider');
  return stake;
}
