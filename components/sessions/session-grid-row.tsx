import { type MouseEvent, memo } from 'react'
import type { Session } from '#lib/model/session.ts'
import { SESSION_COLUMNS } from './session-columns.tsx'

type Props = {
  index: number
  /** Not there while its page is on its way. */
  session: Session | undefined
  active: boolean
  onPick: (index: number, open: boolean) => void
}

export const rowElementId = (index: number): string => `session-row-${index}`

/** One session; a click anywhere opens it. The name of each cell's column is what the phone's two lines are laid out by. */
export const SessionGridRow = memo(function SessionGridRow({ index, session, active, onPick }: Props) {
  const pick = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('a, button')) return
    onPick(index, window.getSelection()?.isCollapsed ?? true)
  }
  return (
    // Keys are handled by the grid, which alone has the focus.
    <div
      id={rowElementId(index)}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={active}
      data-active={active}
      className="session-row absolute inset-x-0 cursor-pointer border-b hover:bg-raised data-[active=true]:bg-raised"
      style={{ top: `calc(var(--row-height) * ${index})` }}
      onClick={pick}
    >
      {session === undefined ? (
        <div role="gridcell" tabIndex={-1} className="col-span-full">
          <div className="h-3 w-64 max-w-full rounded bg-raised" />
        </div>
      ) : (
        SESSION_COLUMNS.map(({ sort, align, render }) => (
          <div
            key={sort}
            role="gridcell"
            tabIndex={-1}
            data-column={sort}
            className={`min-w-0 truncate ${align === 'right' ? 'text-right' : ''}`}
          >
            {render(session, { tabbable: false })}
          </div>
        ))
      )}
    </div>
  )
})
