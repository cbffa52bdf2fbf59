'use client'

import { useState } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'
import { fetchAnswer } from './fetch-answer.ts'

type Props = { sessionId: string; path: string }

/** Copies a whole answer, which is read when somebody asks for it: a page that held it twice would be twice as long. */
export function CopyAnswer({ sessionId, path }: Props) {
  const [fault, setFault] = useState<string | null>(null)
  const read = async (): Promise<string | null> => {
    const answer = await fetchAnswer(sessionId, path, new AbortController().signal)
    if (!answer.ok) setFault(answer.message)
    else setFault(answer.value.markdownTruncated ? 'Its beginning is copied; the rest is in the file.' : null)
    return answer.ok ? answer.value.markdown : null
  }
  return (
    <span className="flex items-center gap-2">
      {fault !== null && (
        <span role="alert" className="text-failed">
          {fault}
        </span>
      )}
      <CopyButton text={read} label="Copy the answer" />
    </span>
  )
}
