import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { systemErrorCode } from '#lib/errors.ts'

/** A process of an agent that runs now, of this user. */
export type AgentProcess = { processId: number; name: string; memoryBytes: number }

/** What people start; the last part of the path of a program, or of the script that it runs. */
const AGENT_PROGRAMS: ReadonlySet<string> = new Set([
  'claude',
  'claude-code',
  'codex',
  'gemini',
  'opencode',
  'cursor-agent',
  'aider',
  'goose',
  'amp',
])

/** Programs that run scripts: their first argument says what runs. */
const INTERPRETERS = /^(?:node|bun|deno|python[\d.]*)$/

/** Agents that run on this machine as this user; `null` where the system does not say what runs. */
export function readAgentProcesses(): AgentProcess[] | null {
  if (process.platform !== 'linux') return null
  const user = process.geteuid?.()
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return []
    try {
      if (statSync(`/proc/${entry}`).uid !== user) return []
      const name = agentOf(readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0'))
      if (name === null) return []
      return [{ processId: Number(entry), name, memoryBytes: readResidentMemory(entry) }]
    } catch (error) {
      // It has ended since.
      if (systemErrorCode(error) === null) throw error
      return []
    }
  })
}

/** The agent that a command line starts; `null` for any other program. */
export function agentOf([program = '', script = '']: readonly string[]): string | null {
  const name = basename(program)
  if (AGENT_PROGRAMS.has(name)) return name
  if (!INTERPRETERS.test(name)) return null
  // Installed by npm, its script has the name of its package.
  const parts = script.split('/')
  const last = parts.at(-1)?.replace(/\.[cm]?js$/, '') ?? ''
  if (AGENT_PROGRAMS.has(last)) return last
  return parts.find((part) => AGENT_PROGRAMS.has(part) && parts.includes('node_modules')) ?? null
}

function readResidentMemory(processId: string): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1]
  return Number(kilobytes ?? 0) * 1024
}
