import { type ReactNode, useId } from 'react'

/** A titled section. `aside` stands at the right of the title: a count, a window, a link. */
export function Panel({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="panel min-w-0">
      <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 border-b px-4 py-2">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {aside && <div className="text-[13px] text-muted">{aside}</div>}
      </div>
      {children}
    </section>
  )
}
