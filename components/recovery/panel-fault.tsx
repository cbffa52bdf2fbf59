import { revealHidden } from '#lib/format/printable.ts'
import { Panel } from '../ui/panel.tsx'

/** Where a part of a page could not be read: why, and that the others can. */
export function PanelFault({ title, message }: { title: string; message: string }) {
  return (
    <Panel title={title}>
      <p role="alert" className="px-4 py-3 break-words text-failed">
        {revealHidden(message)}
      </p>
    </Panel>
  )
}
