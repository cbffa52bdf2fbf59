import type { PlanRequest } from '#lib/model/recovery.ts'

/** Leaves what is in the settings; whoever wants the original's calls out says so on a command line. */
export const INSTALL_HOOKS: PlanRequest = { action: 'install_hooks', project: null, old: 'keep' }
