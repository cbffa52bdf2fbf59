type File = { name: string; contentType: string }

/**
 * Parts of a text as a file to be kept, each made when it is asked for. The first is made before anything is sent, so
 * that a fault still has a status.
 */
export function attachment(parts: Iterable<string>, { name, contentType }: File): Response {
  const encoder = new TextEncoder()
  const iterator = parts[Symbol.iterator]()
  let next = iterator.next()
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (next.done) return controller.close()
      controller.enqueue(encoder.encode(next.value))
      next = iterator.next()
    },
    cancel: () => void iterator.return?.(),
  })
  return new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })
}
