import { lstatSync } from 'node:fs'
import { relative } from 'node:path'
import { ownFill, readPackaged } from '#lib/hooks/packaged.ts'
import { hashOf } from '#lib/recovery/make-bytes.ts'
import { type HookFile, planHooks } from '#lib/recovery/plan-hooks.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import type { Roots } from '#lib/recovery/steps.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { readCaptures } from './read-captures.ts'
import { readClaudeSettings } from './read-claude-settings.ts'
import { userIdOf } from './read-conditions.ts'
import { readHooks } from './read-hooks.ts'
import type { ClaudePlaces } from './read-settings-file.ts'

/** Plans that the hooks of a home are there and can be run, from what they are just now. */
export function planMissingHooks({
  home,
  claude,
}: Pick<Roots, 'home'> & { claude: ClaudePlaces }): PlannedItems {
  const captures = readCaptures(home, readClaudeSettings({ home, ...claude }))
  const hooks = readHooks(home).map((evidence) => {
    const stat = evidence.kind === 'there' ? lstatSync(evidence.path, { throwIfNoEntry: false }) : undefined
    return {
      path: relative(home, evidence.path),
      evidence,
      stamp: stat === undefined ? null : stampFrom(stat),
      packaged: evidence.kind === 'missing' && !captures ? packagedAt(relative(home, evidence.path)) : null,
    }
  })
  return planHooks(hooks, userIdOf(home))
}

function packagedAt(path: string): HookFile['packaged'] {
  const file = path.replace(/^hooks\//, '')
  const fill = ownFill()
  const bytes = readPackaged({ file, fill })
  return { file, fill, sha256: hashOf(bytes), sizeBytes: bytes.length }
}
