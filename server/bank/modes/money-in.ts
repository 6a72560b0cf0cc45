import type { Call } from '../http/request.ts';
import { Refusal } from '../refusal.ts';

/** The bank's own channel, beside the payment companies. */
export const OWN_CHANNEL = 'BANK';

/**
 * Whether cash may pass over the gateway at all. A linked platform's customers bring and take their money at their own
 * e-accounts, without the platform.
 * @throws Refusal 100006
 */
export function requireCashGateway({ platform }: Pick<Call, 'platform'>): void {
  if (platform.custodyMode === 'linked')
    throw new Refusal('100006', undefined, 'linked: e-accounts are filled at the bank');
}

/**
 * Whether this channel collects for this platform: in joint mode payment companies alone do.
 * @throws Refusal 100006
 */
export function requireChannel({ platform }: Pick<Call, 'platform'>, payCompany: string): void {
  if (platform.custodyMode === 'joint' && payCompany === OWN_CHANNEL) {
    throw new Refusal('100006', undefined, 'joint: payment companies collect');
  }
}
