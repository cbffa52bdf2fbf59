/** Paths below the results directory, with `/` between their parts. An area itself lies in the directory "". */
export function splitPath(path: string): { directory: string; name: string } {
  const cut = path.lastIndexOf('/')
  return { directory: path.slice(0, Math.max(0, cut)), name: path.slice(cut + 1) }
}

export function joinPath(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`
}
