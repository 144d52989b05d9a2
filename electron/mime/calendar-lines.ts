/** One line of a calendar (RFC 5545 section 3.1), unfolded. */
export interface ContentLine {
  /** Upper case. */
  readonly name: string;
  /** First value of each parameter by its upper-case name, without quotes, decoded (RFC 6868). */
  readonly parameters: ReadonlyMap<string, string>;
  /** As it stands: text still has its escapes. */
  readonly value: string;
  /** The whole line. */
  readonly line: string;
}

/** The first event of a calendar, with what its times need. */
export interface EventLines {
  readonly method: string;
  /** Lines of the calendar's time zones, whole. */
  readonly zones: readonly string[];
  /** Those of the event itself, without what is nested in it (alarms). */
  readonly event: readonly ContentLine[];
}

/**
 * Finds the first event that has a UID, in linear time. Throws for what is no calendar.
 * @returns null where there is no such event
 */
export function firstEvent(text: string): EventLines | null {
  const open: string[] = [];
  let isCalendar = false;
  let method = '';
  let zones: string[] = [];
  let event: ContentLine[] = [];
  let found: ContentLine[] | null = null;
  for (const line of unfolded(text)) {
    const content = contentLine(line);
    if (content === null) continue;
    const { name, value } = content;
    const component = value.trim().toUpperCase();
    if (name === 'BEGIN') {
      if (component === 'VCALENDAR') {
        if (found !== null) break;
        isCalendar = true;
        method = '';
        zones = [];
      }
      if (component === 'VEVENT' && open.at(-1) === 'VCALENDAR') event = [];
      open.push(component);
    }
    if (open[1] === 'VTIMEZONE') zones.push(line);
    if (name === 'END') {
      if (open.pop() === 'VEVENT' && open.length === 1 && found === null && hasUid(event)) found = event;
    } else if (name !== 'BEGIN' && open.at(-1) === 'VEVENT' && open.length === 2) event.push(content);
    else if (name === 'METHOD' && open.length === 1) method = value;
  }
  if (!isCalendar) throw new Error('This is no calendar.');
  return found === null ? null : { method, zones, event: found };
}

/** A TEXT value without its escapes (RFC 5545 section 3.3.11). */
export function unescaped(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_escape, character: string) =>
    character.toLowerCase() === 'n' ? '\n' : character,
  );
}

function hasUid(event: readonly ContentLine[]): boolean {
  return event.some(({ name, value }) => name === 'UID' && value.trim() !== '');
}

/** Lines with their continuations. */
function unfolded(text: string): string[] {
  const lines: string[][] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const last = lines.at(-1);
    if (last !== undefined && /^[ \t]/.test(line)) last.push(line.slice(1));
    else if (line !== '') lines.push([line]);
  }
  return lines.map((parts) => parts.join(''));
}

/** Null where it has no value. A semicolon or colon within quotes parts nothing. */
function contentLine(line: string): ContentLine | null {
  const parts: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted || (character !== ';' && character !== ':')) continue;
    parts.push(line.slice(from, at));
    from = at + 1;
    if (character === ':') return contentOf(line, parts, line.slice(from));
  }
  return null;
}

function contentOf(line: string, [name = '', ...given]: readonly string[], value: string): ContentLine {
  const parameters = new Map<string, string>();
  for (const parameter of given) {
    const equals = parameter.indexOf('=');
    const key = parameter.slice(0, Math.max(0, equals)).trim().toUpperCase();
    if (key !== '' && !parameters.has(key)) parameters.set(key, parameterValue(parameter.slice(equals + 1)));
  }
  return { name: name.trim().toUpperCase(), parameters, value, line };
}

function parameterValue(value: string): string {
  const decoded: Readonly<Record<string, string>> = { n: '\n', "'": '"', '^': '^' };
  return value.replaceAll('"', '').replace(/\^([n'^])/g, (encoded, character: string) => decoded[character] ?? encoded);
}
