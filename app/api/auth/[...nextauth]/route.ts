import NextAuth from 'next-auth';
import { authOptions } from '#server/auth/options.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

const handler = async (request: Request, context: Context): Promise<Response> =>
  NextAuth(request as never, context as never, await authOptions());

export { handler as GET, handler as POST };
