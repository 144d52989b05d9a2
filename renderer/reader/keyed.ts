/** Pairs items with their place as React key: right for lists that never change, such as the parts of a received message. */
export function keyed<T>(items: readonly T[]): (readonly [string, T])[] {
  return items.map((item, index) => [String(index), item]);
}
