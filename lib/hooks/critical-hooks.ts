/** Without any of these, results are not captured or not integrated. Below the home. */
export const CRITICAL_HOOKS = [
  'hooks/core/trinitas_protocol_injector.sh',
  'hooks/post-execution/capture_subagent_result.sh',
  'hooks/python/prepare_parallel_tasks.py',
  'hooks/python/integrate_parallel_results.py',
] as const
