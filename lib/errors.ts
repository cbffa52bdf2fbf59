/** Operational faults by name. What is not one of these is a defect and is not caught. */
export type ErrorCode =
  | 'usage'
  | 'config_invalid'
  | 'home_unreadable'
  | 'address_in_use'
  | 'address_unusable'
  | 'session_not_found'
  | 'path_outside'
  | 'request_invalid'
  | 'refused'
  | 'not_own'
  | 'journal_unusable'
  | 'journal_damaged'
  | 'token_not_found'
  | 'file_not_found'
  | 'nothing_to_do'
  | 'all_left_out'
  | 'plan_not_found'
  | 'plan_expired'
  | 'plan_used'
  | 'not_confirmed'
  | 'drift'
  | 'cannot_begin'
  | 'locked'
  | 'network_file_system'
  | 'operation_not_found'
  | 'not_undoable'
  | 'file_changed'
  | 'name_taken'
  | 'too_large'
  | 'hook_failed'
  | 'not_gzip'
  | 'closed'

/** By which any copy of this module knows a fault of another. */
const BRAND = Symbol.for('trinitas.app-error')

export class AppError extends Error {
  readonly [BRAND] = true
  readonly code: ErrorCode
  readonly path: string | undefined

  /** `message` says what was found, what was expected and what to do, in sentences a user can act on. */
  constructor(code: ErrorCode, message: string, options: { cause?: unknown; path?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.path = options.path
  }

  /** The framework has copies of its own of every module: what the server throws is a fault to them too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    const isOne = typeof value === 'object' && value !== null && BRAND in value
    // biome-ignore lint/complexity/noThisInStatic: a subclass inherits this, and asks for itself, not for any fault.
    return isOne && (this === AppError || Function.prototype[Symbol.hasInstance].call(this, value))
  }
}

export function toHttpStatus(code: ErrorCode): number {
  switch (code) {
    case 'request_invalid':
    case 'not_confirmed':
    case 'usage':
    case 'config_invalid':
      return 400
    case 'refused':
    case 'path_outside':
      return 403
    case 'session_not_found':
    case 'token_not_found':
    case 'file_not_found':
    case 'plan_not_found':
    case 'operation_not_found':
      return 404
    case 'nothing_to_do':
    case 'all_left_out':
    case 'plan_expired':
    case 'plan_used':
    case 'drift':
    case 'locked':
    case 'not_undoable':
    case 'file_changed':
    case 'name_taken':
    case 'hook_failed':
      return 409
    case 'too_large':
      return 413
    case 'home_unreadable':
    case 'not_gzip':
    case 'address_in_use':
    case 'address_unusable':
      return 500
    case 'closed':
    case 'network_file_system':
    case 'cannot_begin':
    case 'not_own':
    case 'journal_unusable':
    case 'journal_damaged':
      return 503
  }
}

/** How the command line and the server end at a fault, whichever it is: 0 is fine, and 1 that something needs attention. */
export const FAULT_EXIT_CODE = 2

/** The `code` of a failed system call ("ENOENT"), or `null` for anything else, our own faults included. */
export function systemErrorCode(error: unknown): string | null {
  if (error instanceof AppError) return null
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

/** The primary result code of a failed SQLite call (5 is busy, 11 corrupt), or `null` for anything else. */
export function sqliteErrorCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null
}

/**
 * The reason why a database or its directory cannot be written, or `null` where the error is about something else:
 * SQLITE_PERM, BUSY (of a program that knows nothing of our lock), READONLY, IOERR, FULL, CANTOPEN, and the system's own.
 */
export function unwritableReason(error: unknown): string | null {
  const code = sqliteErrorCode(error)
  if (code !== null && [3, 5, 8, 10, 13, 14].includes(code))
    return error instanceof Error ? error.message : String(code)
  const system = systemErrorCode(error)
  return system !== null && UNWRITABLE.has(system) ? system : null
}

const UNWRITABLE: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'ENOTDIR',
  'EEXIST',
  'ENOENT',
])

/** Whether SQLite says that a database is damaged (11) or none at all (26). */
export function isBrokenDatabase(error: unknown): boolean {
  const code = sqliteErrorCode(error)
  return code === 11 || code === 26
}
