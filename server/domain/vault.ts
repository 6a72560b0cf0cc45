/** Seals personal data and request bodies, and makes the keyed digests they are looked up by. */
export type Vault = Readonly<{
  /** Compact JWE of the text; `column` ("person.phone") stands in the protected header and must match on opening. */
  seal: (column: string, text: string) => Promise<string>;
  /** Throws when the seal is broken, of another column or of an unknown key. */
  open: (column: string, sealed: string) => Promise<string>;
  /** Hex HMAC-SHA-256 under the second key, of the normalised value: "phone", "186…" → digest. */
  digest: (kind: string, text: string) => string;
}>;
