'use client'

import { useEffect, useState } from 'react'

const KEY = 'trinitas-dismissed-alerts'

/** What was dismissed in this tab, over reloads; something else that is raised is shown again. */
export function useDismissed(shown: string): { dismissed: boolean; dismiss: () => void } {
  const [known, setKnown] = useState<string | null>(null)
  useEffect(() => setKnown(sessionStorage.getItem(KEY)), [])
  return {
    dismissed: known === shown,
    dismiss() {
      sessionStorage.setItem(KEY, shown)
      setKnown(shown)
    },
  }
}
