import Link from 'next/link'
import { printable } from '#lib/format/printable.ts'
import { sessionSlug } from '#lib/format/session-slug.ts'

export const sessionHref = (id: string): string => `/sessions/${sessionSlug(id)}`

export function SessionLink({ id, tabIndex }: { id: string; tabIndex?: number }) {
  return (
    <Link
      href={sessionHref(id)}
      prefetch={false}
      tabIndex={tabIndex}
      title={printable(id)}
      className="min-w-0 truncate font-mono max-md:-my-3 max-md:py-3 text-[13px] text-text hover:text-accent hover:underline"
    >
      {printable(id)}
    </Link>
  )
}

/** The page of a session, opened at one answer, with others that were asked for before. */
export function answerHref(sessionId: string, path: string, others: readonly string[] = []): string {
  const asked = new URLSearchParams([...others, path].map((answer) => ['answer', answer]))
  return `${sessionHref(sessionId)}?${asked}#${answerAnchor(path)}`
}

/** The id of an answer's element. Paths hold whatever a file is called, which an id may too, spaces aside. */
export const answerAnchor = (path: string): string => `answer-${sessionSlug(path)}`
