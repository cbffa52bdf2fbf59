'use client'

import { useSyncExternalStore } from 'react'

/** Whether this browser shows notifications, and why not. */
export type NotificationChoice = 'on' | 'off' | 'not_asked' | 'denied' | 'unsupported'

const KEY = 'trinitas-notifications'
const listeners = new Set<() => void>()

function read(): NotificationChoice {
  if (!('Notification' in window)) return 'unsupported'
  if (Notification.permission === 'denied') return 'denied'
  if (Notification.permission === 'default') return 'not_asked'
  return localStorage.getItem(KEY) === 'on' ? 'on' : 'off'
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** `unsupported` until the page is alive: the server does not know. */
export const useNotificationChoice = (): NotificationChoice =>
  useSyncExternalStore(subscribe, read, () => 'unsupported')

/** Asks the browser where that is needed. The permission alone is no wish: it may have been given for something else. */
export async function chooseNotifications(wanted: boolean): Promise<void> {
  const allowed = wanted && (await Notification.requestPermission()) === 'granted'
  localStorage.setItem(KEY, allowed ? 'on' : 'off')
  for (const listener of listeners) listener()
}
