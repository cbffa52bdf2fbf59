import type { PinnedDirectory } from '#lib/store/pinned-directory.ts'
import { syncFile } from './pack-file.ts'
import type { Staged } from './staged-step.ts'

/** What was written for steps survives a crash of the machine from then on. */
export function syncWritten(steps: readonly Staged[]): void {
  for (const { step, staged, packed, held } of steps) {
    if (!held) continue
    if (step.kind === 'write' || step.kind === 'make' || step.kind === 'replace') syncFile(staged)
    else if (step.kind === 'compress' || step.kind === 'decompress') syncFile(packed)
  }
}

/**
 * The names in directories do so too, each directory once. What failed once has failed for all: asked again, the system
 * says that all is well.
 */
export function syncOnce(
  directories: readonly PinnedDirectory[],
  synced: Map<PinnedDirectory, unknown>,
): void {
  for (const directory of directories) {
    if (!synced.has(directory)) synced.set(directory, faultOfSync(directory))
    const fault = synced.get(directory)
    if (fault !== null) throw fault
  }
}

function faultOfSync(directory: PinnedDirectory): unknown {
  try {
    directory.sync()
    return null
  } catch (error) {
    return error
  }
}
