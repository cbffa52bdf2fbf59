#!/bin/sh
# Called as the original was: checks the home and writes a report to its logs.
trinitas=''
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
TRINITAS_HOME=${TRINITAS_HOME:-$(cd "$here/../.." && pwd)}
export TRINITAS_HOME
if [ ! -x "$trinitas" ]; then
  echo "${trinitas:-bin/trinitas} is not there any more. Run 'trinitas fix hooks --replace-old' again." >&2
  exit 2
fi
exec "$trinitas" health-check "$@"
