/** Joins class names, leaving out the ones that do not apply. */
export function classNames(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter((name) => name).join(' ');
}
