import type { RefusalReason } from './check-request.ts'
import { escapeHtml, plainPage } from './plain-page.ts'

/** Whether a target is a share's: whoever comes by one has no token to sign in with. */
export const isOfShare = (target: string | undefined): boolean => /^\/(?:s|share)\//.test(target ?? '')

/** The page for whoever comes by a share link that shows nothing, or not any more. */
export function shareEndedPage({ nonce, message }: { nonce: string; message: string }): string {
  const body = `<p role="status">${escapeHtml(message)}</p>
</main>`
  return plainPage({ nonce, title: 'Shared metrics', body })
}

/** What was wrong and what to do. Whoever reads it knows nobody here but who sent the link. */
export function explainShareRefusal(reason: RefusalReason, waitMs: number): string {
  switch (reason) {
    case 'revoked':
      return 'This share link was revoked. Ask whoever sent it for another one.'
    case 'expired':
      return 'This share link has expired. Ask whoever sent it for another one.'
    case 'too_many':
      return `Too many wrong links came from your address. Try again in ${Math.ceil(waitMs / 1000)} s.`
    case 'unknown':
      return 'There is no such share link. Was all of it copied?'
    default:
      return 'This page is opened by a share link: open it again in this browser, or ask whoever sent it for another one.'
  }
}
