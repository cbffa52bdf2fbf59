'use client'

import { Plug } from 'lucide-react'
import { ActionButton } from '../recovery/action-button.tsx'
import { CommandLine } from '../ui/command-line.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'

/** Why nothing ever appears here, and what changes that. */
export function NoHooks() {
  return (
    <Panel title="Capture">
      <EmptyState icon={Plug} title="No hooks are installed">
        <p>
          As far as your own settings say, Claude Code does not tell this home of its agents yet. Installed,
          its hooks write each agent’s answer here as it ends.
        </p>
        <div className="mt-4 flex flex-col items-center gap-3">
          <ActionButton request={{ action: 'install_hooks', project: null, old: 'keep' }}>
            Install hooks…
          </ActionButton>
          <CommandLine command="trinitas hooks install" />
        </div>
      </EmptyState>
    </Panel>
  )
}
