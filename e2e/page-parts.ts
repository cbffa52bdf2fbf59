import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'

export const dialog = (page: Page) => page.getByRole('dialog')
export const toast = (page: Page) => page.getByRole('status', { name: 'What was done' })
export const issues = (page: Page) => page.getByRole('region', { name: 'Issues' })
export const trash = (page: Page) => page.getByRole('region', { name: 'Trash' })
export const retention = (page: Page) => page.getByRole('region', { name: 'Retention' })
export const heading = (page: Page) => page.getByRole('heading', { level: 1 })

/** Says yes in the dialog that asks. */
export async function confirm(page: Page, what: string): Promise<void> {
  await dialog(page).getByRole('button', { name: what, exact: true }).click()
}

/** The same with the keyboard alone: the way out is where it begins. */
export async function confirmByKeys(page: Page, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press(key)
}

/** Presses the Tab key until it is at what is called so, or begins so. */
export async function tabTo(page: Page, words: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => {
      const element = document.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent
    })
    if (name?.startsWith(words)) return
  }
  throw new Error(`The Tab key does not lead to ${words}.`)
}

export const LOOKS = ['light', 'dark', 'phone'] as const

export async function putOn(page: Page, look: (typeof LOOKS)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' })
  if (look === 'phone') await page.setViewportSize({ width: 390, height: 844 })
}

/** By the rules of WCAG 2.2 AA; and nothing is wider than the page. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // Otherwise a page of its own sums up for each frame of another origin, of which there is none.
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])
  const beyond = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main')].map(
      (element) => element.scrollWidth - element.clientWidth,
    ),
  )
  expect(Math.max(...beyond)).toBeLessThanOrEqual(0)
}

/** The browser cannot be told to hide a tab, so the page is told that it is hidden. */
export async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
}
