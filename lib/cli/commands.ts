import type { Command } from './command.ts'
import { audit } from './commands/audit.ts'
import { cleanup } from './commands/cleanup.ts'
import { diagnose } from './commands/diagnose.ts'
import { exportMetrics } from './commands/export.ts'
import { fixHooks, fixPermissions } from './commands/fix.ts'
import { freeSpace } from './commands/free-space.ts'
import { health } from './commands/health.ts'
import { healthCheck } from './commands/health-check.ts'
import { hooksInstall, hooksStatus, hooksUninstall } from './commands/hooks.ts'
import { importCommand } from './commands/import.ts'
import { integrate } from './commands/integrate.ts'
import { logs } from './commands/logs.ts'
import { monitor } from './commands/monitor.ts'
import { performance } from './commands/performance.ts'
import { pin, pinList, unpin } from './commands/pin.ts'
import { recover } from './commands/recover.ts'
import { repair } from './commands/repair.ts'
import { schedule, schedulePrint, scheduleRun } from './commands/schedule.ts'
import { settingsList, settingsSet, settingsUnset } from './commands/settings.ts'
import { share, shareList, shareRevoke } from './commands/share.ts'
import { snooze } from './commands/snooze.ts'
import { status } from './commands/status.ts'
import { tokenAdd, tokenList, tokenRevoke } from './commands/token.ts'
import { trashConsent, trashList, trashMove, trashPurge, trashRestore } from './commands/trash.ts'
import { undo } from './commands/undo.ts'

/** Every command, in the order in which they are told of. */
export const COMMANDS: readonly Command[] = [
  status,
  health,
  healthCheck,
  diagnose,
  recover,
  cleanup,
  repair,
  integrate,
  hooksInstall,
  hooksStatus,
  hooksUninstall,
  fixHooks,
  fixPermissions,
  freeSpace,
  undo,
  snooze,
  // The one of two words is found first.
  pinList,
  pin,
  unpin,
  trashList,
  trashMove,
  trashRestore,
  trashPurge,
  trashConsent,
  monitor,
  performance,
  exportMetrics,
  importCommand,
  logs,
  // The ones of two words are found first.
  settingsSet,
  settingsUnset,
  settingsList,
  audit,
  tokenAdd,
  tokenList,
  tokenRevoke,
  // The one of two words is found first.
  scheduleRun,
  schedulePrint,
  schedule,
  shareList,
  shareRevoke,
  share,
]
