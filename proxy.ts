import { type NextRequest, NextResponse } from 'next/server';

const SESSION_COOKIES = ['next-auth.session-token', '__Secure-next-auth.session-token'];

/** Sends whoever carries no session to the sign-in page. It only redirects: the procedures decide who may do what. */
export function proxy(request: NextRequest): NextResponse {
  if (SESSION_COOKIES.some((name) => request.cookies.has(name))) return NextResponse.next();
  const { pathname, search } = request.nextUrl;
  return NextResponse.redirect(new URL(`/sign-in?next=${encodeURIComponent(pathname + search)}`, request.url));
}

export const config = {
  matcher: ['/invest/:path*', '/borrow/:path*', '/admin/:path*', '/settings/:path*', '/custody/:path*'],
};
