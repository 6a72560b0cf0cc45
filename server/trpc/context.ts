import type { Logger } from 'pino';
import type { Viewer } from '#server/auth/viewer.ts';
import type { Actor } from '#server/domain/actors.ts';
import type { DomainContext } from '#server/domain/context.ts';
import type { Portal } from '#server/portal.ts';

/** What one request brings to the procedures; the actor is minted from the viewer by the procedure's kind. */
export type RequestContext = Readonly<{
  viewer: Viewer | null;
  /** Shown with an unexpected error and written to the log beside it. */
  requestId: string;
  userDevice: 'PC' | 'MOBILE';
  /** The client's address, for rate limits. */
  address: string;
  demoMode: boolean;
  publicUrl: string;
  simulatorUrl: string | undefined;
  log: Logger;
  domainFor: <Who extends Actor>(actor: Who) => Promise<DomainContext<Who>>;
}>;

const isMobile = (userAgent: string): boolean => /Android|iPhone|iPad|Mobile/i.test(userAgent);

/** Puts a request's context together from its headers and from who sent it. */
export function requestContext(running: Portal, viewer: Viewer | null, headers: Headers): RequestContext {
  const { environment, wiring, log } = running;
  const requestId = crypto.randomUUID().slice(0, 8);
  return {
    viewer,
    requestId,
    userDevice: isMobile(headers.get('user-agent') ?? '') ? 'MOBILE' : 'PC',
    address: headers.get('x-forwarded-for')?.split(',')[0]?.trim() || 'here',
    demoMode: environment.demoMode,
    publicUrl: environment.publicUrl,
    simulatorUrl: environment.simulatorUrl,
    log: log.child({ requestId }),
    domainFor: wiring.contextFor,
  };
}
