import type { WireRecord } from '../gateway.ts';

type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown;
/** JSON.parse as ES2026 has it: the reviver sees each primitive's own text. */
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => unknown;

/**
 * Reads a JSON object with every number as the text it was written in: amounts never pass through a float, and a
 * string and a number on the wire read alike. Undefined for anything that is not an object.
 */
export function parseWireJson(text: string): WireRecord | undefined {
  try {
    const value = parseWithSource(text, (_key, item, { source }) => (typeof item === 'number' ? source : item));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WireRecord) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
