import { lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { listNames } from '#lib/store/list-directory.ts'
import { parseJson } from '#lib/store/parse-json.ts'
import type { CaptureContext } from './capture-context.ts'
import type { HookPayload } from './parse-payload.ts'
import { readWherePossible } from './read-small-file.ts'
import { readStarted } from './started-record.ts'
import { textField } from './transcript/line-fields.ts'

/**
 * Before hooks were told which agent stops, its transcript alone said so: it is the one of the session that was written
 * last and whose agent is not known yet. What is found completes the payload.
 */
export function withOlderAgent(context: CaptureContext, payload: HookPayload): HookPayload {
  const { transcriptPath, sessionId } = payload
  if (payload.agentId !== null || transcriptPath === null || /[\0/\\]/.test(sessionId)) return payload
  const beside = dirname(transcriptPath)
  const known = new Set(readStarted(context.results, sessionId).map(({ record }) => record.agent_id))
  const [newest] = [join(beside, sessionId, 'subagents'), beside]
    .flatMap(transcriptsIn)
    .filter(({ agentId, path }) => !known.has(agentId) && sessionIn(path) === sessionId)
    .sort((a, b) => b.modifiedAtMs - a.modifiedAtMs)
  if (newest === undefined) return payload
  const { agentId, path } = newest
  const agentType = payload.agentType ?? typeBeside(path)
  return { ...payload, agentId, agentType, agentTranscriptPath: payload.agentTranscriptPath ?? path }
}

type Transcript = { agentId: string; path: string; modifiedAtMs: number }

function transcriptsIn(directory: string): Transcript[] {
  return (listNames(directory) ?? []).flatMap((name) => {
    const agentId = /^agent-(.+)\.jsonl$/.exec(name)?.[1]
    if (agentId === undefined) return []
    const path = join(directory, name)
    const modifiedAtMs = lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
    return [{ agentId, path, modifiedAtMs }]
  })
}

const HEAD_BYTES = 64 * 1024

function sessionIn(path: string): string | null {
  const text = readWherePossible(path, HEAD_BYTES)?.bytes.toString('utf8') ?? ''
  const json = parseJson(text.split('\n', 1)[0] ?? '')
  // A first line that is longer still says it near its beginning.
  return json.kind === 'value'
    ? textField(json.value, 'sessionId')
    : (/"sessionId":"([^"\\]*)"/.exec(text)?.[1] ?? null)
}

/** Some versions keep what kind of agent it is beside its transcript. */
function typeBeside(path: string): string | null {
  const text = readWherePossible(path.replace(/\.jsonl$/, '.meta.json'), HEAD_BYTES)?.bytes.toString('utf8')
  const json = text === undefined ? null : parseJson(text)
  return json?.kind === 'value' ? textField(json.value, 'agentType') : null
}
