import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export type CommandResult = { code: number | null; out: string; err: string }

/** Runs `bin/trinitas` as a shell or cron would, with nothing of this process's environment. */
export function runTrinitas(
  args: readonly string[],
  {
    env = {},
    binary = `${root}bin/trinitas`,
    cwd = '/',
  }: { env?: Record<string, string>; binary?: string; cwd?: string } = {},
): CommandResult {
  const { status, stdout, stderr, error } = spawnSync(binary, args, {
    encoding: 'utf8',
    cwd,
    env: { NODE_ENV: 'production', ...env },
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error) throw error
  return { code: status, out: stdout, err: stderr }
}
