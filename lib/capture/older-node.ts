/**
 * What Node 18 lacks of what parts of the library use that the hook shares with the dashboard. Imported before them.
 */
type Missing = {
  groupBy?: <K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K) => Map<K, T[]>
}

function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  let index = 0
  for (const item of items) {
    const key = keyOf(item, index)
    index += 1
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

function define(holder: object, name: PropertyKey, value: unknown): void {
  if (!(name in holder)) Object.defineProperty(holder, name, { value, configurable: true, writable: true })
}

const map: Missing = Map
map.groupBy ??= groupBy
define(Symbol, 'dispose', Symbol.for('Symbol.dispose'))
define(String.prototype, 'isWellFormed', function (this: string): boolean {
  return !/\p{Surrogate}/u.test(this)
})
