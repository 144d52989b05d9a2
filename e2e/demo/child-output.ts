/**
 * What Chromium says on a computer without a session bus, a keyring or a graphics card. Nothing of it concerns the demo. A line of Chromium begins
 * with "[process:date/time:LEVEL:file(line)]".
 */
const chromiumLine = /^\[\d+:\d+\/\d+\.\d+:(?:WARNING|ERROR):[\w./-]+\(\d+\)\]/;
const otherNoise = [
  /^\(\S+:\d+\): (?:Gtk|GLib|Gdk|dconf|libnotify)\S* ?\S*-(?:WARNING|CRITICAL|Message)/,
  /^libva /,
  /^MESA/,
  /^ALSA lib/,
];

/** Whether a line of Heron's output is only about its surroundings. */
function isNoise(line: string): boolean {
  return line.trim() === '' || chromiumLine.test(line) || otherNoise.some((pattern) => pattern.test(line));
}

/** Cuts output into lines as it comes. @returns takes the next chunk */
export function byLine(tell: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) tell(line);
  };
}

/** How long nothing more is said before the instructions are repeated below what was. */
const quietMs = 1_000;

/**
 * Shows what Heron prints, without the noise, and below it the instructions again, so that they are always what is read last.
 * @returns takes the next line
 */
export function showOutput(print: (text: string) => void, instructions: string): (line: string) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  print(instructions);
  return (line) => {
    if (isNoise(line)) return;
    print(line);
    clearTimeout(timer);
    timer = setTimeout(() => print(instructions), quietMs);
    timer.unref();
  };
}
