import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Bank } from '../bank.ts';
import { signBytes } from '../http/signature.ts';

export type Notice = {
  platformNo: string;
  service: string;
  userDevice: string;
  responseType: 'CALLBACK' | 'NOTIFY';
  respData: string;
};

let foreign: KeyObject | undefined;

/** A key that is nobody's: what a forger signs with. */
export function foreignKey(): KeyObject {
  foreign ??= createPrivateKey(
    generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }).privateKey,
  );
  return foreign;
}

/** Adds one fen to the first amount of the document, as a bank that mixes payments up would. */
function withChangedAmount(respData: string): string {
  return respData.replace(/("(?:amount|freezeAmount|rollbackAmount)":"?)(\d+)\.(\d\d)/, (_, head, yuan, cents) => {
    const fenMore = (BigInt(yuan + cents) + 1n).toString().padStart(3, '0');
    return `${head}${fenMore.slice(0, -2)}.${fenMore.slice(-2)}`;
  });
}

/** The form fields of a result as the platform receives them, by the browser or from server to server. */
export async function noticeFields(bank: Bank, notice: Notice, fault?: string): Promise<Record<string, string>> {
  const respData = fault === 'notify-amount' ? withChangedAmount(notice.respData) : notice.respData;
  const key = fault === 'notify-forged' ? foreignKey() : bank.keys.bankPrivateKey;
  return {
    serviceName: notice.service,
    platformNo: notice.platformNo,
    userDevice: notice.userDevice,
    responseType: notice.responseType,
    keySerial: bank.keys.bankKeySerial,
    respData,
    sign: await signBytes(Buffer.from(respData), key),
  };
}
