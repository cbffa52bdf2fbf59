/** How the gate tells the application which route it let through. It takes away what a client sends under this name. */
export const ROUTE_HEADER = 'x-trinitas-route'

/** Whether a share is asked for: its page shows nothing of the application around it, whoever asks. */
export function isShareRoute(headers: Pick<Headers, 'get'>): boolean {
  return headers.get(ROUTE_HEADER)?.startsWith('/share/') === true
}
