import { Refusal } from '../refusal.ts';
import type { AnswerFields } from './write-json.ts';

/** A success: code "0" and status SUCCESS around the result's own fields. */
export const successEnvelope = (requestNo: string | undefined, fields: AnswerFields): AnswerFields => ({
  requestNo,
  code: '0',
  status: 'SUCCESS',
  ...fields,
});

/** A refusal: a fault of the protocol has code "1"; one of the business has code "0" and status INIT. */
export function refusalEnvelope(requestNo: string | undefined, error: unknown): AnswerFields {
  const refusal = error instanceof Refusal ? error : new Refusal('100001');
  return {
    requestNo,
    code: refusal.layer === 'protocol' ? '1' : '0',
    status: 'INIT',
    errorCode: refusal.errorCode,
    errorMessage: refusal.message,
    errorDetail: refusal.detail,
  };
}
