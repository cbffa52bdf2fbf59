import type { PlanRequest } from '#lib/model/recovery.ts'

/** What mends it from a shell; it shows its plan and asks, as the page does. */
export function healthCommand({ action }: PlanRequest): string {
  switch (action) {
    case 'clean_up':
      return 'trinitas cleanup'
    case 'recover':
      return 'trinitas recover'
    case 'repair':
      return 'trinitas repair --write'
    case 'integrate':
      return 'trinitas integrate'
    case 'fix_hooks':
      return 'trinitas fix hooks'
    case 'install_hooks':
      return 'trinitas hooks install'
    case 'uninstall_hooks':
      return 'trinitas hooks uninstall'
    case 'fix_permissions':
      return 'trinitas fix permissions'
    case 'free_space':
      return 'trinitas free-space'
    case 'trash_sessions':
      return 'trinitas trash move'
    case 'import_results':
      return 'trinitas import --results'
    case 'undo':
      return 'trinitas undo'
    case 'trash_restore':
      return 'trinitas trash restore'
    case 'trash_purge':
      return 'trinitas trash purge'
  }
}
