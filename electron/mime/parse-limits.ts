/** What a fallback parse of a whole message may cost (P1). Sizes are octets, times milliseconds. */
export const parseLimits = {
  inputBytes: 25 * 1024 * 1024,
  timeMs: 5000,
  heapMegabytes: 256,
  /** A worker's heap limit does not count Buffers, so its owner also watches how much the process grows. */
  growthBytes: 512 * 1024 * 1024,
  parts: 1000,
  nesting: 64,
  headerBytes: 1024 * 1024,
  /** Characters of text and of HTML that are handed on, as for a part that is fetched by itself. */
  textLength: 2 * 1024 * 1024,
} as const;

const boundaryParameter = /boundary\s*=\s*(?:"((?:[^"\\\r\n]|\\.){1,200})"|([^\s;"]{1,200}))/gi;

/**
 * Whether a message has more than `parseLimits.parts` parts, counted in one pass before it is parsed: 6 MB of empty
 * parts took the parser 89 seconds. An unusually written boundary is missed here; then the time limit applies.
 */
export function hasTooManyParts(message: Uint8Array): boolean {
  const source = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('latin1');
  const boundaries = new Set<string>();
  for (const match of source.matchAll(boundaryParameter)) {
    boundaries.add((match[1] ?? match[2] ?? '').replaceAll('\\', '').trimEnd());
    if (boundaries.size > parseLimits.parts) return true;
  }
  if (boundaries.size === 0) return false;
  let count = 0;
  for (let at = source.indexOf('\n--'); at >= 0; at = source.indexOf('\n--', at + 1)) {
    const line = source.slice(at + 3, at + 259).split(/[\r\n]/, 1)[0] ?? '';
    if (boundaries.has(line.trimEnd())) count++;
    if (count > parseLimits.parts) return true;
  }
  return false;
}
