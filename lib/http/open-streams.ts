/** Responses that never end by themselves. Routes and the server are bundled apart, so they meet on `globalThis`. */
const KEY = Symbol.for('trinitas.streams')

type Shared = typeof globalThis & { [KEY]?: Set<() => void> }

function openStreams(): Set<() => void> {
  const shared = globalThis as Shared
  shared[KEY] ??= new Set()
  return shared[KEY]
}

/** Registers how to end a stream; call the returned function when it ended by itself. */
export function registerStream(end: () => void): () => void {
  openStreams().add(end)
  return () => openStreams().delete(end)
}

export function endAllStreams(): void {
  for (const end of openStreams()) end()
}
