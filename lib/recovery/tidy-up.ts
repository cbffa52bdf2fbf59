import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { Plan } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { pinIfThere } from '#lib/store/pinned-directory.ts'
import { QUARANTINE, type Roots, rootOf, staysInPlace, TRASH, workplaceOf } from './steps.ts'
import { removeEmpty, removeStaging, stagingOf } from './workshop.ts'

/**
 * That files have gone from where they lay is made durable, once for all of them, and the private directories are taken
 * away. Neither is worth an outcome that is not recorded: every file is where it belongs, durably.
 */
export function tidyUp(roots: Roots, { id, items }: Plan): void {
  for (const [root, inside] of Map.groupBy(items, (item) => rootOf(roots, item)))
    tidyUpBelow(
      root,
      id,
      inside.flatMap(({ steps }) => steps.flatMap((step) => (staysInPlace(step) ? [] : workplaceOf(step)))),
    )
}

function tidyUpBelow(root: string, id: string, paths: readonly string[]): void {
  const directories = new Set(paths.map((path) => splitPath(path).directory))
  for (const directory of [...directories, ...stagingOf(id, paths)])
    whatFails(() => {
      using pinned = pinIfThere(root, directory)
      pinned?.sync()
    })
  for (const directory of stagingOf(id, paths)) whatFails(() => removeStaging(root, directory))
  for (const directory of directories) whatFails(() => removeKept(root, directory))
}

/** What was brought back from there leaves no empty directories behind. */
function removeKept(root: string, directory: string): void {
  const [kept] = directory.split('/', 1)
  if (kept !== TRASH && kept !== QUARANTINE) return
  for (let path = directory; path !== ''; path = splitPath(path).directory) {
    using above = pinIfThere(root, splitPath(path).directory)
    if (above === null || !removeEmpty(above.at(splitPath(path).name))) return
  }
}

function whatFails(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof AppError) && systemErrorCode(error) === null) throw error
  }
}
