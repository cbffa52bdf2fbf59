import { notFound } from 'next/navigation'
import { parseSessionSlug } from '#lib/format/session-slug.ts'
import type { Answer, SessionDetail } from '#lib/model/session.ts'
import { SessionPage } from '../../../components/session/session-page.tsx'
import { getMonitor } from '../../monitor.ts'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ answer?: string | string[] }> }

/** Answers are rendered until they fill this many bytes, those that were asked for aside; the others are one click away. */
const ANSWERS_LIMIT_BYTES = 400_000

export default async function Page({ params, searchParams }: Props) {
  const id = parseSessionSlug((await params).id)
  const detail = id === null ? null : await getMonitor().session(id)
  if (detail === null) notFound()
  const { answer } = await searchParams
  const asked = [answer].flat().filter((path) => path !== undefined)
  return <SessionPage detail={detail} answers={await readAnswers(detail, asked)} asked={asked} />
}

async function readAnswers(detail: SessionDetail, asked: readonly string[]): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  let room = ANSWERS_LIMIT_BYTES
  for (const { path, sizeBytes } of detail.runs) {
    const wanted = asked.includes(path)
    if (sizeBytes > room && !wanted) continue
    if (!wanted) room -= sizeBytes
    const answer = await getMonitor().answer(detail.session.id, path, { whole: false })
    if (answer !== null) answers.set(path, answer)
  }
  return answers
}
