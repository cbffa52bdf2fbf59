#!/bin/sh
''':'
# Called as the original was, before agents are started. A shell runs it, and Python hands it to one. The agents that run are
# counted as they start, so that nothing has to be foretold here.
umask 077
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
home=$(cd "$here/../.." 2>/dev/null && pwd) || home=${HOME:-/}/.claude/trinitas
results=${TRINITAS_RESULTS_DIR:-$home/parallel_results}
mkdir -p "$results/temp" "$results/completed" 2>/dev/null
printf '%s\n' '{}'
exit 0
'''
import os, sys
os.execv('/bin/sh', ['/bin/sh', os.path.abspath(__file__)] + sys.argv[1:])
