/** The mark: 满 in strokes on a vessel that is full to the brim. */
export function LogoMark({ className = 'size-8' }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 64 64" className={className}>
      <rect width="64" height="64" rx="12" className="fill-accent" />
      <path d="M0 50h64v2a12 12 0 0 1-12 12H12A12 12 0 0 1 0 52z" className="fill-warm" />
      <g className="stroke-on-accent" fill="none" strokeWidth="4.2" strokeLinecap="round" strokeLinejoin="round">
        <path d="M10 12l5 4M8 24l5 4M8 44l6-10" />
        <path d="M20 14h34M30 8v11M45 8v11" />
        <path d="M20 25h35M23 44V33h29v11M32 25v8l-4 8M32 33l3.5 6M43.5 25v8l-4 8M43.5 33l3.500 6" />
      </g>
    </svg>
  );
}
