import { lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { listNames } from '#lib/store/list-directory.ts'
import { parseJson } from '#lib/store/parse-json.ts'
import type { CaptureContext } from './capture-context.ts'
import { knownAgents } from './known-agents.ts'
import type { HookPayload } from './parse-payload.ts'
import { readSideChains, type SideChain } from './read-side-chains.ts'
import { readWherePossible } from './read-small-file.ts'
import { textField } from './transcript/line-fields.ts'

/**
 * Before hooks were told which agent stops, its transcript alone said so: it is the one of the session that was written
 * last and whose agent is not known yet; still before, its lines stood in that of the session. What is found completes the
 * payload; `null` where all that stopped are known, so that it is told again.
 */
export function withOlderAgent(context: CaptureContext, payload: HookPayload): HookPayload | null {
  const { transcriptPath, sessionId } = payload
  if (payload.agentId !== null || transcriptPath === null || /[\0/\\]/.test(sessionId)) return payload
  const isKnown = knownAgents(context.results, sessionId)
  const agents = agentsOf(transcriptPath, sessionId)
  const [last] = agents.filter(({ agentId }) => !isKnown(agentId))
  if (last === undefined) return agents.length === 0 || payload.answer !== null ? payload : null
  const { agentId, path } = last
  const agentType = payload.agentType ?? last.typeOf()
  return { ...payload, agentId, agentType, agentTranscriptPath: payload.agentTranscriptPath ?? path }
}

/** `path` is of a transcript of its own. */
type OlderAgent = { agentId: string; path: string | null; typeOf(): string | null }

/** Agents of a session, the last at work first. */
function agentsOf(transcriptPath: string, sessionId: string): OlderAgent[] {
  const beside = dirname(transcriptPath)
  const own = [join(beside, sessionId, 'subagents'), beside]
    .flatMap(transcriptsIn)
    .filter(({ path }) => sessionIn(path) === sessionId)
    .sort((a, b) => b.modifiedAtMs - a.modifiedAtMs)
  if (own.length > 0)
    return own.map(({ agentId, path }) => ({ agentId, path, typeOf: () => typeBeside(path) }))
  return readSideChains(transcriptPath)
    .sort((a, b) => Number(hasSaid(b)) - Number(hasSaid(a)) || lastAt(b) - lastAt(a))
    .map(({ agentId, agentType }) => ({ agentId, path: null, typeOf: () => agentType }))
}

/** Who stops has, but for a last line that is not written yet. */
const hasSaid = ({ reading }: SideChain): boolean => reading.summary.end.kind !== 'open'
const lastAt = ({ reading }: SideChain): number => reading.summary.lastAtMs ?? 0

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
