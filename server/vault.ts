import { createHmac } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { CompactEncrypt, compactDecrypt } from 'jose';
import type { Vault } from './domain/vault.ts';

export type VaultKeys = Readonly<{
  /** The key that seals; its id stands in each seal. */
  dataKey: { id: string; key: Uint8Array };
  /** Keys of earlier seals, which still open. */
  formerDataKeys?: readonly { id: string; key: Uint8Array }[];
  /** The second key: lookups by digest reveal nothing to whoever holds the first, nor the other way round. */
  digestKey: Uint8Array;
}>;

/** A long text is a trade's body with hundreds of lines that are nearly alike. */
const DEFLATED_FROM = 4_096;
const [deflate, inflate] = [promisify(deflateRaw), promisify(inflateRaw)];

/**
 * The vault over jose: compact JWE, `dir` with AES-256-GCM, the key's id and the column in the protected header, so
 * that a seal moved to another column or row kind does not open.
 */
export function openVault(keys: VaultKeys): Vault {
  const byId = new Map([keys.dataKey, ...(keys.formerDataKeys ?? [])].map(({ id, key }) => [id, key]));
  return {
    seal: async (column, text) => {
      const plain = Buffer.from(text);
      const isLong = plain.length >= DEFLATED_FROM;
      return new CompactEncrypt(isLong ? await deflate(plain, { level: 1 }) : plain)
        .setProtectedHeader({
          alg: 'dir',
          enc: 'A256GCM',
          kid: keys.dataKey.id,
          column,
          ...(isLong && { deflated: true }),
        })
        .encrypt(keys.dataKey.key);
    },
    open: async (column, sealed) => {
      const { plaintext, protectedHeader } = await compactDecrypt(
        sealed,
        ({ kid }) => {
          const key = byId.get(kid ?? '');
          if (!key) throw new Error('sealed with a key that is not at hand');
          return key;
        },
        { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
      );
      if (protectedHeader.column !== column) throw new Error(`not a seal of ${column}`);
      return new TextDecoder().decode(protectedHeader.deflated === true ? await inflate(plaintext) : plaintext);
    },
    digest: (kind, text) => createHmac('sha256', keys.digestKey).update(`${kind}\0${text}`).digest('hex'),
  };
}
