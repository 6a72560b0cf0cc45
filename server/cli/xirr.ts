import { z } from 'zod';
import { xirrPercent } from '#server/domain/loan/xirr.ts';
import { amountText, dateText, elementCommand } from './elements.ts';

const element = z.strictObject({ flows: z.array(z.strictObject({ on: dateText, amount: amountText })) });

/** `xirr --stdin`: the dated rate of return of each list of flows, null where there is none. */
export const command = elementCommand(element, ({ flows }) => ({ xirrPct: xirrPercent(flows) }));
