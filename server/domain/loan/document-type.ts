/** What a file is by its first bytes, whatever its name or its sender says. Undefined for what is not taken. */
export function documentType(content: Uint8Array): 'image/jpeg' | 'image/png' | 'application/pdf' | undefined {
  const startsWith = (...bytes: readonly number[]) => bytes.every((byte, index) => content[index] === byte);
  if (startsWith(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (startsWith(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  return undefined;
}
