/** "https://hooks.example.org/…": whoever knows the rest of it may write there. */
export function maskUrl(url: string): string {
  const { protocol, host, pathname, search } = new URL(url)
  return `${protocol}//${host}${pathname === '/' && search === '' ? '/' : '/…'}`
}
