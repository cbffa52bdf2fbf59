import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import type { SettingsView } from '#lib/model/setting.ts'
import { fetchJson } from '../live/fetch-json.ts'

const LOOK_EVERY_MS = 5000

type Shown = Pick<SettingsView, 'digest' | 'fault'>

/** Shows the page anew once the config file says something else than it shows, and whenever somebody comes back to it. */
export function useFreshSettings({ digest, fault }: Shown): void {
  const router = useRouter()
  useEffect(() => {
    const controller = new AbortController()
    const showAnew = (): void => {
      if (isLookedAt()) router.refresh()
    }
    const look = async (): Promise<void> => {
      if (!isLookedAt()) return
      const answer = await fetchJson<Shown>('/api/settings', controller.signal)
      const isOther = answer.ok && (answer.value.digest !== digest || answer.value.fault !== fault)
      if (isOther && !controller.signal.aborted) showAnew()
    }
    const timer = window.setInterval(() => void look(), LOOK_EVERY_MS)
    window.addEventListener('focus', showAnew)
    document.addEventListener('visibilitychange', showAnew)
    return () => {
      controller.abort()
      window.clearInterval(timer)
      window.removeEventListener('focus', showAnew)
      document.removeEventListener('visibilitychange', showAnew)
    }
  }, [digest, fault, router])
}

/** Nothing becomes another thing below what somebody is just asked to confirm. */
const isLookedAt = (): boolean => !document.hidden && document.querySelector('dialog[open]') === null
