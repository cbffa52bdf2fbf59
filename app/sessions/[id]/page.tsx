import { notFound } from 'next/navigation'
import { parseSessionSlug } from '#lib/format/session-slug.ts'
import type { MarkdownText } from '#lib/model/markdown.ts'
import type { Answer, SessionDetail } from '#lib/model/session.ts'
import { SessionPage } from '../../../components/session/session-page.tsx'
import type { ShownAnswer } from '../../../components/session/shown-answer.ts'
import { getMonitor } from '../../monitor.ts'
import { getRecovery, show, whoMoved } from '../../recovery.ts'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ answer?: string | string[] }> }

/** Answers are drawn until they fill this many bytes, those that were asked for aside; the others are one click away. */
const ANSWERS_LIMIT_BYTES = 400_000
const ASKED_LIMIT = 20

export default async function Page({ params, searchParams }: Props) {
  const id = parseSessionSlug((await params).id)
  const detail = id === null ? null : await getMonitor().session(id)
  if (detail === null) notFound()
  const { answer } = await searchParams
  const asked = [answer].flat().filter((path) => path !== undefined)
  const read = await readAnswers(detail, asked.slice(-ASKED_LIMIT))
  const [summary = null, ...texts] = await readMarkdown([
    detail.integration?.summaryMarkdown ?? null,
    ...read.map(({ markdown }) => markdown),
  ])
  const answers = new Map<string, ShownAnswer>(
    read.map((answer, at) => [answer.path, { answer, markdown: texts[at] ?? null }]),
  )
  const movedBy = detail.session.state === 'failed' ? whoMoved(detail.session.id) : null
  const pin = await show(() => getRecovery().pin(detail.session.id))
  const shown = { detail, movedBy, pin, answers, asked, summary }
  return <SessionPage {...shown} />
}

async function readAnswers(detail: SessionDetail, asked: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = []
  let room = ANSWERS_LIMIT_BYTES
  for (const { path, sizeBytes, kind } of detail.runs) {
    if (kind === 'start') continue
    const wanted = asked.includes(path)
    if (sizeBytes > room && !wanted) continue
    if (!wanted) room -= sizeBytes
    const answer = await getMonitor().answer(detail.session.id, path, { whole: false })
    if (answer !== null) answers.push(answer)
  }
  return answers
}

/** All in one, since they share the time that a page may take; `null` where there is nothing to draw. */
async function readMarkdown(texts: readonly (string | null)[]): Promise<(MarkdownText | null)[]> {
  const drawn = texts.map((text) => (text?.trim() ? text : null))
  const trees = await getMonitor().markdown(drawn.filter((text) => text !== null))
  return drawn.map((text) => (text === null ? null : { text, nodes: trees.shift() ?? null }))
}
