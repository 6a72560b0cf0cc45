import { createTRPCClient, httpLink, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import superjson from 'superjson';
import type { AppRouter } from '#server/routers/root.ts';
import { PORTAL_URL } from './places.ts';

/** A phone or a desk of its own for each visitor, so that nobody's tries count against another's. */
let visitors = 0;
const RUN = Math.floor(Math.random() * 60_000);
function newAddress(): string {
  visitors += 1;
  return `10.${RUN >> 8}.${RUN & 255}.${visitors % 250}`;
}

/** What a visitor's browser sends with each request. */
export type Visitor = Readonly<{ cookie: string; address: string }>;

export const newVisitor = (): Visitor => ({ cookie: '', address: newAddress() });

/** Says which procedure has refused: a test that fails there tells nothing else of it. */
const named: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({
        next: (value) => observer.next(value),
        error: (error) => {
          error.message = `${op.path}: ${error.message}`;
          observer.error(error);
        },
        complete: () => observer.complete(),
      }),
    );

/** The portal's procedures as one visitor calls them: for what a test needs but is not about. */
export const portalAs = ({ cookie, address }: Visitor) =>
  createTRPCClient<AppRouter>({
    links: [
      named,
      httpLink({
        url: `${PORTAL_URL}/api/trpc`,
        transformer: superjson,
        headers: { cookie, 'x-forwarded-for': address },
      }),
    ],
  });

export type PortalClient = ReturnType<typeof portalAs>;

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

/**
 * Signs in without a browser, as the sign-in page does.
 * @param provider 'demo' with {memberId}, or 'credentials' with {login, password}
 */
export async function signIn(
  provider: 'demo' | 'credentials',
  given: Readonly<Record<string, string>>,
): Promise<Visitor> {
  const { address } = newVisitor();
  const asked = await fetch(`${PORTAL_URL}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const before = cookiesOf(asked);
  const answer = await fetch(`${PORTAL_URL}/api/auth/callback/${provider}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: before, 'x-forwarded-for': address },
    body: new URLSearchParams({ ...given, csrfToken, json: 'true' }),
  });
  const cookie = cookiesOf(answer);
  if (!cookie.includes('session-token')) throw new Error(`nobody was signed in: ${await answer.text()}`);
  return { cookie, address };
}
