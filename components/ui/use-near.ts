import { type RefObject, useEffect, useState } from 'react'

/** As far from what is seen as somebody scrolls while it is being drawn. */
const MARGIN = '400px'

/** Whether an element has been seen, or nearly: what costs time to draw waits for that. */
export function useNear(element: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false)
  useEffect(() => {
    if (near || element.current === null) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true)
      },
      // The page scrolls in an element of its own, whose margin some browsers do not know yet.
      { rootMargin: MARGIN, scrollMargin: MARGIN },
    )
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [near, element])
  return near
}
