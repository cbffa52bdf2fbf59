/** The first of `values`, and all of them with it: for whoever must know how it begins before saying that it does. */
export async function takeFirst<T>(
  values: AsyncIterable<T>,
): Promise<{ first: T | undefined; all: AsyncIterable<T> }> {
  const iterator = values[Symbol.asyncIterator]()
  const { done, value } = await iterator.next()
  const first = done ? undefined : value
  return { first, all: prepend(first, iterator) }
}

async function* prepend<T>(first: T | undefined, rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    if (first === undefined) return
    yield first
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
