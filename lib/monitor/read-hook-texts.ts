import { accessSync, constants, statSync } from 'node:fs'
import { basename, isAbsolute, join } from 'node:path'
import { systemErrorCode } from '#lib/errors.ts'
import { CRITICAL_HOOKS } from '#lib/hooks/critical-hooks.ts'
import type { HookText } from '#lib/model/health-evidence.ts'
import { isName } from '#lib/store/contained-path.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'

/** No script is longer. */
const LIMIT_BYTES = 256 * 1024
/** Where programs are that a schedule's short PATH does not name. */
const USUAL = ['/usr/local/bin', '/usr/bin', '/bin', '/opt/homebrew/bin']

export type HookTexts = { hookTexts: HookText[]; unreadHooks: { hook: string; reason: string }[] }

/** What the critical hooks that are there need, by their first line and what they name. `path` is that of a shell. */
export function readHookTexts(home: string, path: string): HookTexts {
  const texts: HookTexts = { hookTexts: [], unreadHooks: [] }
  const directories = [...new Set([...path.split(':').filter(isAbsolute), ...USUAL])]
  for (const hook of CRITICAL_HOOKS) {
    const reading = readContainedFile(home, hook, LIMIT_BYTES)
    if (reading.kind === 'whole') texts.hookTexts.push(understand(hook, reading.text, directories))
    else if (reading.kind === 'ends')
      texts.unreadHooks.push({ hook, reason: 'Longer than a script is: it was not read.' })
    else if (reading.kind === 'refused') texts.unreadHooks.push({ hook, reason: reading.detail })
  }
  return texts
}

function understand(hook: string, text: string, directories: readonly string[]): HookText {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'))
  const code = lines.join('\n')
  const runner = runnerOf(text)
  const named = [/\bjq\b/.test(code) ? 'jq' : null, isPython(runner) ? null : pythonIn(code)]
  return {
    hook,
    names: CRITICAL_HOOKS.filter((other) => other !== hook && code.includes(basename(other))),
    programs: [
      ...(runner === null ? [] : [{ name: runner, use: 'runs' as const, found: find(runner, directories) }]),
      ...named
        .filter((name) => name !== null)
        .map((name) => ({ name, use: 'names' as const, found: find(name, directories) })),
    ],
  }
}

const isPython = (runner: string | null): boolean => runner !== null && basename(runner).startsWith('python')

const pythonIn = (code: string): string | null => /\bpython3?\b/.exec(code)?.[0] ?? null

/** What its first line has it run by: an absolute path, or a name that `env` looks for. */
function runnerOf(text: string): string | null {
  const match = /^#![ \t]*(\S{1,200})[ \t]*([^\n]{0,200})/.exec(text)
  if (match === null) return null
  const [, program = '', rest = ''] = match
  if (basename(program) !== 'env') return program
  return rest.split(/\s+/).find((word) => word !== '' && !word.startsWith('-') && !word.includes('=')) ?? null
}

/** Where a program is; `null` where none is that can be run. */
function find(name: string, directories: readonly string[]): string | null {
  if (isAbsolute(name)) return canRun(name) ? name : null
  if (!isName(name)) return null
  return directories.map((directory) => join(directory, name)).find(canRun) ?? null
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return false
  }
}
