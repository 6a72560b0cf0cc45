import type { AuthOptions, RequestInternal } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { realNow } from '#server/clock.ts';
import { type Portal, portal } from '#server/portal.ts';
import { DomainError } from '#server/primitives/errors.ts';
import { isUuid, randomIds, type Uuid } from '#server/primitives/ids.ts';
import { openSession, revokeSession, SESSION_MS } from './sessions.ts';
import { signInAsDemoPerson, signInWithPassword } from './sign-in.ts';

declare module 'next-auth' {
  interface Session {
    sessionId?: string;
    memberId?: string;
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    sessionId?: string;
    memberId?: string;
  }
}

type AuthRequest = Pick<RequestInternal, 'headers'>;
type SignedIn = { id: string; memberId: string };

const newId = randomIds(() => realNow().getTime());
const storeOf = (running: Portal) => ({ db: running.wiring.pool.db, realNow, newId });

/** next-auth carries an error's message to the page as it is: our code and nothing else. */
function codeOnly(running: Portal, error: unknown): Error {
  if (error instanceof DomainError) return new Error(error.code);
  running.log.error({ err: error }, 'sign-in failed for a reason of ours');
  return new Error('UNKNOWN');
}

async function begin(running: Portal, request: AuthRequest, who: () => Promise<Uuid>): Promise<SignedIn> {
  try {
    const memberId = await who();
    const sessionId = await openSession(storeOf(running), memberId, request.headers?.['user-agent'] ?? null);
    return { id: sessionId, memberId };
  } catch (error) {
    throw codeOnly(running, error);
  }
}

const addressOf = (request: AuthRequest): string =>
  String(request.headers?.['x-forwarded-for'] ?? 'here').split(',')[0] ?? 'here';

function providersOf(running: Portal): AuthOptions['providers'] {
  const { db } = running.wiring.pool;
  const password = Credentials({
    id: 'credentials',
    credentials: { login: {}, password: {} },
    authorize: (given, request) =>
      begin(running, request, () =>
        signInWithPassword(db, {
          login: given?.login ?? '',
          password: given?.password ?? '',
          address: addressOf(request),
        }),
      ),
  });
  const demo = Credentials({
    id: 'demo',
    credentials: { memberId: {} },
    authorize: (given, request) =>
      begin(running, request, async () => {
        const memberId = given?.memberId ?? '';
        if (!isUuid(memberId)) throw new DomainError('SIGN_IN_FAILED', 'not one of the demo people');
        return signInAsDemoPerson(db, memberId);
      }),
  });
  return running.environment.demoMode ? [password, demo] : [password];
}

/**
 * next-auth carries one thing: the id of a session row, in a signed cookie. Who that is, and whether it still holds,
 * is read from the row at each request.
 */
export async function authOptions(): Promise<AuthOptions> {
  const running = await portal();
  return {
    secret: running.secrets.authSecret,
    session: { strategy: 'jwt', maxAge: SESSION_MS / 1000 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: providersOf(running),
    callbacks: {
      jwt: ({ token, user }) =>
        user ? { sessionId: user.id, memberId: (user as unknown as SignedIn).memberId } : token,
      session: ({ session, token }) => ({
        expires: session.expires,
        sessionId: token.sessionId,
        memberId: token.memberId,
      }),
      redirect: ({ url, baseUrl }) => (url.startsWith('/') && !url.startsWith('//') ? baseUrl + url : baseUrl),
    },
    events: {
      signOut: async ({ token }) => {
        const { sessionId, memberId } = token;
        if (sessionId && memberId && isUuid(sessionId) && isUuid(memberId))
          await revokeSession(storeOf(running), memberId, sessionId);
      },
    },
  };
}
