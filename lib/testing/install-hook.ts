import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { HOOK_OPTIONS } from '../../scripts/bundle-options.ts'
import { root } from './run-command.ts'

export type InstalledHook = {
  /** The launcher that harnesses call. */
  launcher: string
  program: string
  settings: string
}

const EVENTS = ['SubagentStart', 'SubagentStop', 'Stop', 'SessionEnd'] as const

/** Bundles the hook once for all homes of a test file. */
export async function bundleHook(directory: string): Promise<string> {
  const outfile = join(directory, 'trinitas-hook.mjs')
  await build({ ...HOOK_OPTIONS, outfile })
  return outfile
}

/** Lays the hook into a home as an installation does, and a `settings.json` that calls it at every event. */
export function installHook(home: string, program: string, node = process.execPath): InstalledHook {
  const directory = join(home, 'hooks', 'capture')
  mkdirSync(directory, { recursive: true })
  const hook = {
    launcher: join(directory, 'trinitas-hook'),
    program: join(directory, 'trinitas-hook.mjs'),
    settings: join(home, 'settings.json'),
  }
  copyFileSync(program, hook.program)
  const launcher = readFileSync(`${root}hooks/trinitas-hook`, 'utf8')
  writeFileSync(hook.launcher, launcher.replace(/^node=''$/m, `node='${node}'`), { mode: 0o700 })
  const entry = [{ hooks: [{ type: 'command', command: `'${hook.launcher}'`, timeout: 60 }] }]
  const hooks = Object.fromEntries(EVENTS.map((event) => [event, entry]))
  writeFileSync(hook.settings, JSON.stringify({ hooks }, null, 2))
  return hook
}
