import { readdir, readFile } from 'node:fs/promises';

type ProcFile = 'stat' | 'smaps_rollup' | 'cmdline';

/** How /proc is read (proc(5)); a test puts something else in its place. */
export interface ProcFiles {
  /** The ids of all processes. */
  list(): Promise<readonly number[]>;
  /** A file of a process. Rejects with ENOENT or ESRCH when the process has ended. */
  read(pid: number, file: ProcFile): Promise<string>;
}

const linux: ProcFiles = {
  list: async () => (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number),
  read: (pid, file) => readFile(`/proc/${pid}/${file}`, 'utf8'),
};

/**
 * The proportional set size of a process and its descendants, in MB: memory that several share is counted once. A
 * process that ends meanwhile counts as 0.
 */
export async function proportionalMemory(root: number, proc: ProcFiles = linux): Promise<number> {
  const sizes = await Promise.all(
    (await family(root, proc)).map(async ({ pid }) => {
      const rollup = await readUnlessEnded(proc, pid, 'smaps_rollup');
      // Empty for a process that has ended and whose parent has not waited for it yet.
      return Number(/^Pss:\s+(\d+) kB/m.exec(rollup ?? '')?.[1] ?? 0) / 1024;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * The proportional set size of a process and its descendants by Chromium's kinds of process, in MB, and what of it is not files that are mapped
 * (the program and its libraries, which other programs of the same Electron share).
 */
export async function memoryByProcess(
  root: number,
  proc: ProcFiles = linux,
): Promise<{ readonly kind: string; readonly size: number; readonly own: number }[]> {
  const parts = new Map<string, { kind: string; size: number; own: number }>();
  for (const { pid } of await family(root, proc)) {
    const rollup = (await readUnlessEnded(proc, pid, 'smaps_rollup')) ?? '';
    const command = (await readUnlessEnded(proc, pid, 'cmdline')) ?? '';
    const kind = pid === root ? 'main' : (/--type=([a-z-]+)/.exec(command)?.[1] ?? 'others');
    const part = parts.get(kind) ?? { kind, size: 0, own: 0 };
    part.size += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
    part.own += Number(/^Pss_Anon:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
    parts.set(kind, part);
  }
  return [...parts.values()].sort((one, other) => other.size - one.size);
}

/** What `memoryByProcess` answers in words. */
export function memoryText(parts: Awaited<ReturnType<typeof memoryByProcess>>): string {
  const list = parts.map(({ kind, size, own }) => `${kind} ${size.toFixed(0)} (${own.toFixed(0)})`).join(', ');
  return `memory in MB, in brackets what is not files of Electron’s: ${list}`;
}

/**
 * User and system time so far of a process and its descendants, in seconds. The time of ended processes is part of the
 * process that waited for them.
 */
export async function processorSeconds(root: number, proc: ProcFiles = linux): Promise<number> {
  return (await family(root, proc)).reduce((sum, { seconds }) => sum + seconds, 0);
}

interface ProcessState {
  readonly pid: number;
  readonly parent: number;
  readonly seconds: number;
}

/** The process and all that descend from it. */
async function family(root: number, proc: ProcFiles): Promise<ProcessState[]> {
  const known = new Map<number, ProcessState>();
  for (const pid of await proc.list()) {
    const stat = await readUnlessEnded(proc, pid, 'stat');
    if (stat !== null) known.set(pid, stateOf(pid, stat));
  }
  if (!known.has(root)) throw new Error('Heron has ended.');
  const descends = ({ pid, parent }: ProcessState): boolean => {
    const above = known.get(parent);
    return pid === root || (above !== undefined && descends(above));
  };
  return [...known.values()].filter(descends);
}

function stateOf(pid: number, stat: string): ProcessState {
  // After the command's closing parenthesis, which may hold anything: field 4 is the parent; 14 to 17 are utime, stime and, of
  // those waited for, cutime and cstime, in ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parent: Number(fields[1]), seconds: ticks / 100 };
}

async function readUnlessEnded(proc: ProcFiles, pid: number, file: ProcFile): Promise<string | null> {
  try {
    return await proc.read(pid, file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null;
    throw error;
  }
}
