import { type Access, openAccess } from '#lib/monitor.ts'
import type { CommandInput, ExitCode } from './command.ts'

/** Runs `work` with who may come in to a home, and closes its journal. */
export async function withAccess(
  { config }: CommandInput,
  work: (access: Access) => ExitCode,
): Promise<ExitCode> {
  const access = openAccess(config)
  try {
    return work(access)
  } finally {
    access.close()
  }
}
