/** Hands on what a stream of our own API tells, one JSON object a line, as it comes. What was cut off is dropped. */
export async function readLines<T>(
  stream: ReadableStream<BufferSource>,
  onValues: (values: T[]) => void,
): Promise<void> {
  let rest = ''
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader()
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const lines = (rest + chunk.value).split('\n')
    rest = lines.pop() ?? ''
    // The API sends the shape that its route states.
    if (lines.length > 0) onValues(lines.map((line) => JSON.parse(line) as T))
  }
}
