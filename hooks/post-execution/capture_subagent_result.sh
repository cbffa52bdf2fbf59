#!/bin/sh
# Called as the original was: keeps the answer of an agent that stands in the environment. A current Claude Code hands it
# on standard input instead, which the capture hooks read; then nothing is kept twice.
trinitas=''
said='{}'
if [ "${CLAUDE_HOOK_EVENT:-}" = SubagentStop ] && [ "${CLAUDE_TOOL_NAME:-}" = Task ]; then
  case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
  home=$(cd "$here/../.." 2>/dev/null && pwd)
  TRINITAS_HOME=${TRINITAS_HOME:-$home}
  export TRINITAS_HOME
  said='{"systemMessage": "⚠️ Trinitas: the result of the agent could not be captured"}'
  for hook in "$home/hooks/capture/trinitas-hook" "${trinitas:+${trinitas%/bin/trinitas}/dist/hooks/trinitas-hook}"; do
    [ -x "$hook" ] || continue
    "$hook" --event capture-environment </dev/null >/dev/null 2>&1
    case $? in
      0) said='{"systemMessage": "✅ Trinitas: the result of the agent was captured"}' ;;
      # The log says what it was instead.
      65) said='{"systemMessage": "⚠️ Trinitas: the result of the agent could not be captured: expected JSON with \"subagent_type\" in CLAUDE_TOOL_ARGUMENTS"}' ;;
    esac
    break
  done
fi
printf '%s\n' "$said"
exit 0
