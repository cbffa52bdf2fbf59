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

type Bytes = File & { bytes: AsyncIterable<Uint8Array>; sizeBytes: number | null }

/** A file on disk as one to be kept, whatever it is called there; `sizeBytes` where that is known before. */
export function byteAttachment({ name, contentType, bytes, sizeBytes }: Bytes): Response {
  const iterator = bytes[Symbol.asyncIterator]()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
  return new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${plainName(name)}"; filename*=UTF-8''${encodeName(name)}`,
      'cache-control': 'no-store',
      ...(sizeBytes === null ? {} : { 'content-length': String(sizeBytes) }),
    },
  })
}

/** For readers that know no other form: what might end the name, or lead elsewhere, is left out. */
const plainName = (name: string): string => name.replace(/[^\w.-]/g, '_')

/** As RFC 8187 wants it; halves of characters are none in UTF-8. */
const encodeName = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
