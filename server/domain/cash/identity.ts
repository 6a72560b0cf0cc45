import { DomainError } from '#server/primitives/errors.ts';
import type { DomainContext } from '../context.ts';
import type { EnterpriseFacts } from './enterprise-facts.ts';
import {
  idNumberProblem,
  isCardNumber,
  isPhone,
  isRealName,
  normaliseDigits,
  normaliseIdNumber,
  normaliseName,
} from './rules.ts';

/** Who somebody says to be, normalised and well-formed. */
export type Identity = Readonly<{ realName: string; idNumber: string; phone: string; cardNumber: string }>;

/** A field of a person's form, or of an enterprise's. */
export type FieldName = keyof Identity | keyof EnterpriseFacts;

export const invalidField = (field: FieldName, problem: string): DomainError =>
  new DomainError('INPUT_INVALID', `${field}: ${problem}`, { field, problem });

/**
 * Normalises and checks what a person typed.
 * @throws DomainError INPUT_INVALID with `details.field` and `details.problem` for the first field that is wrong
 */
export function readIdentity(ctx: Pick<DomainContext, 'businessDate'>, typed: Identity): Identity {
  const identity = {
    realName: normaliseName(typed.realName),
    idNumber: normaliseIdNumber(typed.idNumber),
    phone: normaliseDigits(typed.phone),
    cardNumber: normaliseDigits(typed.cardNumber),
  };
  if (!isRealName(identity.realName)) throw invalidField('realName', 'malformed');
  const problem = idNumberProblem(identity.idNumber, ctx.businessDate);
  if (problem) throw invalidField('idNumber', problem);
  if (!isPhone(identity.phone)) throw invalidField('phone', 'malformed');
  if (!isCardNumber(identity.cardNumber)) throw invalidField('cardNumber', 'malformed');
  return identity;
}
