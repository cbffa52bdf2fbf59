import { printable } from '#lib/format/printable.ts'
import { SessionLink } from '../sessions/session-link.tsx'

/** A session by its id, and the way to it for whoever may go there. */
export function SessionName({ id, link }: { id: string; link: boolean }) {
  return link ? <SessionLink id={id} /> : <span className="truncate font-mono">{printable(id)}</span>
}
