import type { WireObject } from '../http/json.ts';
import { requiredText } from '../operations/fields.ts';
import { malformed } from '../refusal.ts';

/** Where the browser goes back to: an absolute http or https address, or undefined. */
export function redirectUrlOf(request: WireObject): string | undefined {
  const text = request.redirectUrl;
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined;
  return /^https?:$/.test(new URL(text).protocol) ? text : undefined;
}

/** @throws Refusal 100002 when there is none. */
export function requireRedirectUrl(request: WireObject): string {
  requiredText(request, 'redirectUrl', 1000);
  const url = redirectUrlOf(request);
  if (!url) throw malformed('redirectUrl: an absolute http or https address expected');
  return url;
}
