/** A directory and a file name must hold the id, so a longer one cannot come from the hooks. */
const ID_LIMIT_CHARACTERS = 255

/** Whether a value from inside a file can be a session's id. */
export function isSessionId(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= ID_LIMIT_CHARACTERS &&
    !value.includes('\0') &&
    // Half a character cannot be stored, and several halves would become one id.
    value.isWellFormed()
  )
}
