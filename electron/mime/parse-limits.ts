/** What a fallback parse of a whole message may cost (P1). Sizes are octets, times milliseconds. */
export const parseLimits = {
  inputBytes: 25 * 1024 * 1024,
  timeMs: 5000,
  heapMegabytes: 256,
  /** A worker's heap limit does not count Buffers, so its owner also watches how much the process grows. */
  growthBytes: 512 * 1024 * 1024,
  parts: 1000,
  /** What is nested deeper is shown as raw text. */
  nesting: 64,
  /** Characters of text and of HTML that are handed on, as for a part that is fetched by itself. */
  textLength: 2 * 1024 * 1024,
} as const;
