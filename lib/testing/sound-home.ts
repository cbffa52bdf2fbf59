import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TemporaryHome, temporaryHome } from './temporary-home.ts'

/** The four critical hooks, below the directory of hooks. */
export const HOOKS = [
  'core/trinitas_protocol_injector.sh',
  'post-execution/capture_subagent_result.sh',
  'python/prepare_parallel_tasks.py',
  'python/integrate_parallel_results.py',
] as const

export const hookAt = (home: TemporaryHome, hook: string): string => join(home.path, 'hooks', hook)

/** A home with its hooks and one finished session, in which nothing is wrong. */
export function soundHome(): TemporaryHome {
  const home = temporaryHome()
  for (const hook of HOOKS) {
    mkdirSync(dirname(hookAt(home, hook)), { recursive: true })
    writeFileSync(hookAt(home, hook), '#!/bin/sh\n', { mode: 0o700 })
  }
  home.result({ session_id: 'done' }, { directory: 'completed/done' })
  home.write('integrated/done_integrated.json', '{"session_id": "done"}')
  closeTree(home)
  return home
}

/** Closes a home to others, as the guide promises it; what is written by the hooks is open to everybody. */
export function closeTree(home: TemporaryHome): void {
  spawnSync('chmod', ['-R', 'go=', home.path])
}
