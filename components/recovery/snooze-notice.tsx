'use client'

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'

const TellSnooze = createContext<(told: ReactNode) => void>(() => undefined)

/** Says that an issue was put to sleep or woken. */
export const useTellSnooze = (): ((told: ReactNode) => void) => useContext(TellSnooze)

/**
 * Above the issues, what was done with one of them. The keyboard goes on there: the issue moves to another list, and the
 * button that was pressed goes with it.
 */
export function SnoozeNotice({ children }: { children: ReactNode }) {
  const [told, setTold] = useState<ReactNode>(null)
  const line = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (told !== null) line.current?.focus()
  }, [told])
  return (
    <TellSnooze value={setTold}>
      <p ref={line} role="status" tabIndex={-1} className="border-b px-4 py-2 text-muted empty:hidden">
        {told}
      </p>
      {children}
    </TellSnooze>
  )
}
