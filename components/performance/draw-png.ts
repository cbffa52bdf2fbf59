/** As sharp as the screens that a picture is looked at on. */
const SCALE = 2

/**
 * A picture of pixels from one of lines, drawn by this browser. A `data:` address, which is all that the policy of our
 * pages lets an image be that comes from no server.
 */
export async function drawPng(svg: string): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.naturalWidth * SCALE
  canvas.height = image.naturalHeight * SCALE
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The browser made no PNG.'))),
      'image/png',
    )
  })
}

/** Hands a file to the browser as a download. */
export function saveFile(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
  // Some browsers begin to read it a moment later; what is never given back stays in memory as long as the page.
  setTimeout(() => URL.revokeObjectURL(href), 60_000)
}
