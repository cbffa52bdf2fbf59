import { type RefObject, useEffect, useState } from 'react'

/** As far from what is seen as somebody scrolls while it is being drawn. */
const MARGIN = '400px'
/** Where nothing else is to be done for as long, it is drawn all the same. */
const IDLE_LIMIT_MS = 3000

/**
 * Whether it is time to draw what takes long: at once where it is seen, or nearly; else one after the other, each when
 * the browser has nothing else to do.
 */
export function useNear(element: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false)
  useEffect(() => {
    if (near || element.current === null) return
    let left = false
    const draw = (): void => {
      if (!left) setNear(true)
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) draw()
      },
      // The page scrolls in an element of its own, whose margin some browsers do not know yet.
      { rootMargin: MARGIN, scrollMargin: MARGIN },
    )
    observer.observe(element.current)
    void takeTurn().then(draw)
    return () => {
      left = true
      observer.disconnect()
    }
  }, [near, element])
  return near
}

let turn: Promise<void> = Promise.resolve()

function takeTurn(): Promise<void> {
  turn = turn.then(idle)
  return turn
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Not every browser says when it is idle.
    if ('requestIdleCallback' in window)
      window.requestIdleCallback(() => resolve(), { timeout: IDLE_LIMIT_MS })
    else setTimeout(resolve, 200)
  })
}
