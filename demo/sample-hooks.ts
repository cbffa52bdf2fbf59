import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The hooks that the sample's agents would have called; they do nothing, and nothing calls them. */
const HOOKS = {
  'core/trinitas_protocol_injector.sh': {
    event: 'SessionStart',
    text: '#!/bin/sh\n# Sample: hands agents the protocol.\n',
  },
  'post-execution/capture_subagent_result.sh': {
    event: 'SubagentStop',
    text: '#!/bin/sh\n# Sample: writes the answer of an agent to temp/.\n',
  },
  'python/prepare_parallel_tasks.py': {
    event: 'PreToolUse',
    text: '#!/usr/bin/env python3\n"""Sample: notes how many answers are expected."""\n',
  },
  'python/integrate_parallel_results.py': {
    event: 'Stop',
    text: '#!/usr/bin/env python3\n"""Sample: merges the answers of a session."""\n',
  },
} as const

/** Hooks of a sample home, and beside it the settings that call them, so that its health is that of a home in use. */
export function writeSampleHooks(home: string): void {
  const hooks: Record<string, unknown> = {}
  for (const [name, { event, text }] of Object.entries(HOOKS)) {
    const path = join(home, 'hooks', name)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, text, { mode: 0o700 })
    hooks[event] = [{ hooks: [{ type: 'command', command: path }] }]
  }
  writeFileSync(join(dirname(home), 'settings.json'), `${JSON.stringify({ hooks }, null, 2)}\n`, {
    mode: 0o600,
  })
}
