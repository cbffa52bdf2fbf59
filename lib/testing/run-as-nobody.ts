import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type CommandResult, root } from './run-command.ts'
import type { TemporaryHome } from './temporary-home.ts'

const NOBODY = 65_534

/** Lets a user without rights read a home and keep a history in it. */
export function readableByNobody(home: TemporaryHome): void {
  chmodSync(home.path, 0o755)
  mkdirSync(join(home.path, 'monitor'), { mode: 0o700 })
  if (process.getuid?.() === 0) chownSync(join(home.path, 'monitor'), NOBODY, NOBODY)
}

/** What a command says with --json to a user without rights, since root reads whatever its mode says. */
export function asNobody(home: TemporaryHome, more: readonly string[] = [], name = 'status') {
  const { out, err } = runAsNobody(home, [name, '--json', ...more])
  if (out === '') throw new Error(err)
  return JSON.parse(out)
}

/** Runs a command as a user without rights. */
export function runAsNobody(home: TemporaryHome, args: readonly string[]): CommandResult {
  const command = [process.execPath, `${root}lib/cli/main.ts`, ...args, '--home', home.path]
  const switching = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--']
  const [program = '', ...words] = process.getuid?.() === 0 ? [...switching, ...command] : command
  const { status, stdout, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    env: { NODE_ENV: 'test' },
  })
  return { code: status, out: stdout, err: stderr }
}
