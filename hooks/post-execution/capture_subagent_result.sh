#!/bin/sh
# Called as the original was: keeps the answer of an agent that stands in the environment. A current Claude Code hands it
# on standard input instead, which the capture hooks read; then nothing is kept twice.
trinitas=''
done='{}'
if [ "${CLAUDE_HOOK_EVENT:-}" = SubagentStop ] && [ "${CLAUDE_TOOL_NAME:-}" = Task ]; then
  case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
  for hook in "$here/../capture/trinitas-hook" "${trinitas:+${trinitas%/bin/trinitas}/dist/hooks/trinitas-hook}"; do
    [ -x "$hook" ] || continue
    if "$hook" --event capture-environment </dev/null >/dev/null 2>&1; then
      done='{"systemMessage": "✅ Trinitas: the result of the agent was captured"}'
    else
      done='{"systemMessage": "⚠️ Trinitas: the result of the agent could not be captured"}'
    fi
    break
  done
fi
printf '%s\n' "$done"
exit 0
