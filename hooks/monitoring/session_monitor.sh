#!/bin/sh
# Called as the original was: status, health ID, cleanup, monitor, performance.
trinitas=''
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
TRINITAS_HOME=${TRINITAS_HOME:-$(cd "$here/../.." && pwd)}
export TRINITAS_HOME
if [ ! -x "$trinitas" ]; then
  echo "${trinitas:-bin/trinitas} is not there any more. Run 'trinitas fix hooks --replace-old' again." >&2
  exit 2
fi
command=${1:-status}
[ $# -gt 0 ] && shift
case $command in
  status | monitor | performance) exec "$trinitas" "$command" "$@" ;;
  cleanup) exec "$trinitas" cleanup --yes "$@" ;;
  health) [ $# -gt 0 ] && exec "$trinitas" health "$@" ;;
esac
echo "Usage: $0 [status|health <session_id>|cleanup|monitor|performance]" >&2
exit 1
