/** What stands where a page will be while its numbers are on their way. */
export function PageSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-4">
      <div className="h-8 w-72 max-w-full motion-safe:animate-pulse rounded bg-raised" />
      <div className="panel h-96 motion-safe:animate-pulse" />
    </div>
  )
}
