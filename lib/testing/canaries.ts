import type { TemporaryHome } from './temporary-home.ts'

/** What may be shared only where it is ticked, and what never may. None is a part of another. */
export const CANARIES = {
  answer: 'canary-answer',
  error: 'canary-error',
  project: 'canary-project',
  session: 'canary-session',
  file: 'canary-file',
  task: 'canary-task',
  request: 'canary-request',
} as const

export const CANARY = /canary-\w+/g
export const CANARY_AGENT = 'agent-that-is-seen'
export const CANARY_PROJECT = `/home/ada/${CANARIES.project}`

/** Sessions that say a word of warning in everything that they say: one that succeeded, one that failed, one that runs. */
export function plantCanaries(home: TemporaryHome): void {
  plantResult(home, { session: 'one', directory: 'completed' })
  plantResult(home, { session: 'two', directory: 'failed', failed: true })
  plantResult(home, { session: 'three', directory: null })
}

type Planted = { session: string; directory: string | null; failed?: boolean }

let planted = 0

export function plantResult(home: TemporaryHome, { session, directory, failed = false }: Planted): void {
  const { answer, error, task, request, file } = CANARIES
  const id = `${CANARIES.session}-${session}`
  planted += 1
  home.result(
    {
      session_id: id,
      task_id: task,
      subagent_type: CANARY_AGENT,
      result: answer,
      error: failed ? `${error} of ${id} in ${CANARY_PROJECT}` : '',
      status: failed ? 'error' : 'success',
      metadata: { tool_name: 'Task', claude_request_id: request, project_dir: CANARY_PROJECT },
    },
    {
      directory: directory === null ? 'temp' : `${directory}/${id}`,
      name: `${id}_${file}_${planted}.json`,
    },
  )
}
