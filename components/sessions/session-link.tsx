import Link from 'next/link'
import { sessionSlug } from '#lib/format/session-slug.ts'

export const sessionHref = (id: string): string => `/sessions/${sessionSlug(id)}`

export function SessionLink({ id, tabIndex }: { id: string; tabIndex?: number }) {
  return (
    <Link
      href={sessionHref(id)}
      prefetch={false}
      tabIndex={tabIndex}
      title={id}
      className="min-w-0 truncate font-mono text-[13px] text-text hover:text-accent hover:underline"
    >
      {id}
    </Link>
  )
}

/** The page of a session, opened at one answer. */
export const answerHref = (sessionId: string, path: string): string =>
  `${sessionHref(sessionId)}?${new URLSearchParams({ answer: path })}#${answerAnchor(path)}`

/** The id of an answer's element. Paths hold whatever a file is called, which an id may too, spaces aside. */
export const answerAnchor = (path: string): string => `answer-${sessionSlug(path)}`
