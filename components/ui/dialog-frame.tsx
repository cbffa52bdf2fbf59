'use client'

import { type ReactNode, type RefObject, useEffect, useId, useRef } from 'react'

type Props = {
  open: boolean
  title: ReactNode
  /** The way out: it has the focus when the dialog opens, so that no key that was meant for the page confirms. */
  wayOut: RefObject<HTMLButtonElement | null>
  /** Beside the title. */
  aside?: ReactNode
  width?: 'narrow' | 'wide'
  onOpen?: () => void
  onClose: () => void
  children: ReactNode
}

/** A modal dialog with a title. What it holds scrolls, its title does not. */
export function DialogFrame({
  open,
  title,
  wayOut,
  aside,
  width = 'wide',
  onOpen,
  onClose,
  children,
}: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const opened = useRef(onOpen)
  opened.current = onOpen
  useEffect(() => {
    if (!open) return dialog.current?.close()
    opened.current?.()
    dialog.current?.showModal()
    wayOut.current?.focus()
  }, [open, wayOut])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      // It comes later than it happens: by then the dialog may be open again for something else.
      onClose={() => dialog.current?.open === false && onClose()}
      className={`panel m-auto max-h-[calc(100dvh-24px)] ${width === 'wide' ? 'w-[44rem]' : 'w-[36rem]'} max-w-[calc(100vw-24px)] flex-col p-0 text-text shadow-lg backdrop:bg-black/40 open:flex`}
    >
      <header className="flex items-center justify-between gap-4 border-b px-4 py-3">
        <h2 id={titleId} className="min-w-0 text-lg font-semibold break-words">
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </dialog>
  )
}
