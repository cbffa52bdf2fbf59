/** The guide's logs that this product writes itself. */
export const SESSION_LOG = 'session_monitor.log'
export const RECOVERY_LOG = 'recovery.log'
export const ERROR_LOG = 'errors.log'
