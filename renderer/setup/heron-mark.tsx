/** Heron's mark, as in build/icons/heron.svg, in the accent of the palette. */
export function HeronMark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 512 512" className="mb-3 size-11">
      <rect width="512" height="512" rx="112" className="fill-accent" />
      <path
        className="fill-on-accent"
        d="M64 170 L196 128 C232 112 268 132 268 172 C268 214 214 232 214 276 C214 292 226 300 244 300 C318 300 392 318 452 392 C378 384 352 428 276 428 C208 428 160 376 160 308 C160 246 206 226 210 186 C211 176 204 172 194 173 Z"
      />
      <path className="fill-on-accent" d="M196 128 C250 92 300 104 344 128 C308 128 284 136 262 152 Z" />
      <circle cx="218" cy="150" r="9" className="fill-accent" />
    </svg>
  );
}
