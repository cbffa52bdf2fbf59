/** Without any of these, results are not captured or not integrated. Below the home. */
export const CRITICAL_HOOKS = [
  'hooks/core/trinitas_protocol_injector.sh',
  'hooks/post-execution/capture_subagent_result.sh',
  'hooks/python/prepare_parallel_tasks.py',
  'hooks/python/integrate_parallel_results.py',
] as const

/** What crontabs and people call. Below the home. */
export const MONITORING_HOOKS = [
  'hooks/monitoring/session_monitor.sh',
  'hooks/monitoring/auto_recovery.py',
  'hooks/monitoring/health_check.sh',
] as const

/** What comes with this program, and is written where it is missing. */
export const isRestorable = (hook: string): boolean =>
  [...CRITICAL_HOOKS, ...MONITORING_HOOKS].some((one) => one === hook)
