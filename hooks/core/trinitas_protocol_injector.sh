#!/bin/sh
# Called as the original was: at the start of a session, and before its context is made shorter. Prints what is said to the
# model, and never keeps it from its work.
event=${CLAUDE_HOOK_EVENT:-${1:-${TRINITAS_HOOK_TYPE:-session_start}}}
umask 077
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
home=$(cd "$here/../.." 2>/dev/null && pwd) || home=${HOME:-/}/.claude/trinitas
results=${TRINITAS_RESULTS_DIR:-$home/parallel_results}
mkdir -p "$results/temp" "$results/completed" 2>/dev/null

case $event in
  PreCompact | pre_compact)
    printf '%s\n' \
      'Keep in the summary what each agent of this session found and why, the decisions that were made with their reasons,' \
      'risks that were named and what is done about them, technical details that are still needed, and how the parts fit together.'
    ;;
  *)
    printf '%s\n' '{"systemMessage": "Trinitas: what the agents of this session answer is captured."}'
    ;;
esac
exit 0
