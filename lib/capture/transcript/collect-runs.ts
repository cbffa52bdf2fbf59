import { parseJson } from '#lib/store/parse-json.ts'
import { type AgentNames, gatherAgentNames } from './agent-names.ts'
import type { ReadLine } from './read-lines.ts'
import { trackSideChains } from './side-chains.ts'
import { type LineTaker, takeLines } from './summarize-lines.ts'
import type { TranscriptSummary } from './transcript-summary.ts'

/** One agent's lines in a transcript, and what they come to. */
export type FoundRun = {
  /** Which lines of the range are its own; `null` is all. */
  chain: string | null
  /** Byte offsets of its first line and behind its last. */
  start: number
  end: number
  summary: TranscriptSummary
}

export type CollectedRuns = { runs: FoundRun[]; names: AgentNames; lines: number; brokenLines: number }

type OpenRun = { start: number; end: number; taker: LineTaker }

/** Every line is one agent's, or only those of side chains are; of a part of a file, the first lines of some may be missing. */
export type WhoseLines = 'one' | 'chains' | 'part of chains'

/** Takes lines one after the other, and says which runs there were. Memory is for what they come to, not for lines. */
export function collectRuns(whose: WhoseLines): { take(line: ReadLine): void; end(): CollectedRuns } {
  const chains = trackSideChains({ adopt: whose === 'chains' })
  const { names, take: takeOwn } = gatherAgentNames()
  const open = new Map<string | null, OpenRun>()
  const count = { lines: 0, brokenLines: 0 }
  return {
    take({ text, start, end }) {
      if (text !== null && text.trim() === '') return
      count.lines += 1
      const reading = text === null ? null : parseJson(text)
      if (reading?.kind !== 'value' || typeof reading.value !== 'object') {
        count.brokenLines += 1
        return
      }
      const chain = whose === 'one' ? null : chains.of(reading.value)
      if (whose !== 'one' && chain === null) return takeOwn(reading.value)
      const run = open.get(chain) ?? { start, end, taker: takeLines() }
      open.set(chain, run)
      run.end = end
      run.taker.takeLine(reading.value)
    },
    end: () => ({
      runs: [...open].flatMap(([chain, { taker, ...range }]) => {
        const summary = taker.summarize(true)
        return isAsked(summary) ? { chain, ...range, summary } : []
      }),
      names,
      ...count,
    }),
  }
}

/** Some versions ask agents for nothing beforehand, so that they answer sooner; that is nobody's work. */
const isAsked = ({ prompt, answer }: TranscriptSummary): boolean =>
  (prompt !== null || answer !== null) && prompt?.trim() !== 'Warmup'
