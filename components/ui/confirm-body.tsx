'use client'

import type { ReactNode, RefObject } from 'react'
import { revealHidden } from '#lib/format/printable.ts'
import { Button } from './button.tsx'

type Props = {
  wayOut: RefObject<HTMLButtonElement | null>
  /** Why it was not done; `null` before, and where it was. */
  fault: string | null
  /** What stands beside Cancel: the button that confirms, and what has to be typed first. */
  actions: ReactNode
  before?: ReactNode
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}

/** What a dialog asks, why it was refused, and the two ways on. */
export function ConfirmBody({ wayOut, fault, actions, before, onConfirm, onClose, children }: Props) {
  return (
    <form
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        onConfirm()
      }}
    >
      <div className="flex min-h-0 flex-col gap-3 overflow-auto overscroll-contain p-4">
        {children}
        {fault !== null && (
          <p role="alert" className="break-words text-failed">
            {revealHidden(fault)}
          </p>
        )}
      </div>
      <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3">
        {before}
        <Button ref={wayOut} onClick={onClose}>
          Cancel
        </Button>
        {actions}
      </footer>
    </form>
  )
}
