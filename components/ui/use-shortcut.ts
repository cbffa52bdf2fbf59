'use client'

import { useEffect, useRef } from 'react'

/** Runs `action` when a key is pressed while nobody is typing. `key` as in KeyboardEvent, "mod+k" for Ctrl or Command. */
export function useShortcut(key: string, action: () => void): void {
  const latest = useRef(action)
  latest.current = action
  useEffect(() => {
    const withModifier = key.startsWith('mod+')
    const wanted = withModifier ? key.slice(4) : key
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== wanted || (event.ctrlKey || event.metaKey) !== withModifier) return
      if (!withModifier && isTyping(event.target)) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [key])
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
  )
}
