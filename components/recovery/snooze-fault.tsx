import { revealHidden } from '#lib/format/printable.ts'

/** What the server said instead of doing it. */
export function SnoozeFault({ message }: { message: string | null }) {
  if (message === null) return null
  return (
    <p role="alert" className="basis-full break-words text-failed md:text-right">
      {revealHidden(message)}
    </p>
  )
}
