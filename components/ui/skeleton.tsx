import { cn } from './cn.ts';

/** The shape of what is coming. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={cn('waiting rounded-md bg-sunk', className)} />
);

export function PageSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="page space-y-6 py-8">
      <Skeleton className="h-9 w-56" />
      <div className="grid gap-4 sm:grid-cols-3">
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
      </div>
      <Skeleton className="h-72" />
    </div>
  );
}
