import { join } from 'node:path'
import { sessionName } from '#lib/capture/safe-name.ts'
import { namesInResult } from '#lib/history/imported-row.ts'
import type { ImportedRun } from '#lib/model/imported-run.ts'
import { listNames } from '#lib/store/list-directory.ts'

/** Says of runs whether a result file of them is there. The names of one session are listed once. */
export function capturedFinder(results: string): (run: ImportedRun) => boolean {
  const temporary = listNames(join(results, 'temp')) ?? []
  let listed: { sessionId: string; names: string[] } | null = null
  return (run) => {
    const session = sessionName(run.sessionId)
    if (listed?.sessionId !== run.sessionId) {
      const finished = ['completed', 'failed'].flatMap(
        (area) => listNames(join(results, area, session)) ?? [],
      )
      const own = temporary.filter((name) => name.startsWith(`${session}_`))
      listed = { sessionId: run.sessionId, names: [...own, ...finished] }
    }
    const parts = namesInResult(run)
    return listed.names.some((name) => parts.some((part) => name.includes(part)))
  }
}

/** Says of runs whether their agent was seen to start and its session has not ended since. */
export function atWorkFinder(results: string): (run: ImportedRun) => boolean {
  return ({ sessionId, agentId }) => {
    const names = listNames(join(results, 'running', sessionName(sessionId))) ?? []
    return names.some((name) => name.replace(/\.json$/, '_').includes(`_${agentId}_`))
  }
}
