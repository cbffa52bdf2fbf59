#!/bin/sh
''':'
# Called as the original was: merges the results of the session that the environment names. A shell runs it, and Python hands it to one.
trinitas=''
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
session=${TRINITAS_INTEGRATION_SESSION:-}
done='{}'
if [ -n "$session" ] && [ -x "$trinitas" ]; then
  home=$(cd "$here/../.." && pwd)
  TRINITAS_HOME=${TRINITAS_HOME:-$home}
  export TRINITAS_HOME
  if "$trinitas" integrate --yes -- "$session" </dev/null >/dev/null 2>&1; then
    done='{"systemMessage": "✅ Trinitas: the results were integrated"}'
  fi
fi
printf '%s\n' "$done"
exit 0
'''
import os, sys
os.execv('/bin/sh', ['/bin/sh', os.path.abspath(__file__)] + sys.argv[1:])
