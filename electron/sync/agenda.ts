import type { FolderId } from '../../shared/mail.ts';

/** A task of the background connection. */
export type Task =
  /** LIST. */
  | { readonly kind: 'folders' }
  /** STATUS of folders, for unread counts and to notice changes: of all, or of those only about which it is time to ask again. */
  | { readonly kind: 'statuses'; readonly all: boolean }
  /** Brings a folder up to date. `bulk`: its newest messages are stored already, and what is left takes long. */
  | { readonly kind: 'folder'; readonly folderId: FolderId; readonly thorough: boolean; readonly bulk: boolean };

/** Why a folder matters to the user. */
export type Standing = 'opened' | 'inbox' | 'other';

const quickUrgency: Readonly<Record<Standing, number>> = { opened: 1, inbox: 2, other: 4 };
const bulkUrgency: Readonly<Record<Standing, number>> = { opened: 5, inbox: 6, other: 7 };

/**
 * The tasks that wait, each at most once. The most urgent is taken first: what the user sees at once comes before what
 * takes long.
 */
export class Agenda {
  readonly #standing: (folderId: FolderId) => Standing;
  #tasks: Task[] = [];

  constructor(standing: (folderId: FolderId) => Standing) {
    this.#standing = standing;
  }

  /** Adds a task. If one of the same kind and folder waits already, the two are merged into one. */
  want(task: Task): void {
    const same = this.#tasks.find((other) => isSame(other, task));
    this.#tasks = this.#tasks.filter((other) => other !== same);
    this.#tasks.push(same === undefined ? task : merged(same, task));
  }

  /** Takes the most urgent task out. */
  take(): Task | null {
    const task = this.#tasks.reduce<Task | null>(
      (best, candidate) => (best === null || this.urgency(candidate) < this.urgency(best) ? candidate : best),
      null,
    );
    this.#tasks = this.#tasks.filter((other) => other !== task);
    return task;
  }

  hasMoreUrgentThan(task: Task): boolean {
    const urgency = this.urgency(task);
    return this.#tasks.some((other) => this.urgency(other) < urgency);
  }

  hasFolder(folderId: FolderId): boolean {
    return this.#tasks.some((task) => task.kind === 'folder' && task.folderId === folderId);
  }

  get isEmpty(): boolean {
    return this.#tasks.length === 0;
  }

  /** Lower comes first. */
  urgency(task: Task): number {
    if (task.kind === 'folders') return 0;
    if (task.kind === 'statuses') return 3;
    return (task.bulk ? bulkUrgency : quickUrgency)[this.#standing(task.folderId)];
  }
}

function isSame(a: Task, b: Task): boolean {
  if (a.kind === 'folder') return b.kind === 'folder' && a.folderId === b.folderId;
  return a.kind === b.kind;
}

function merged(a: Task, b: Task): Task {
  if (a.kind === 'statuses' && b.kind === 'statuses') return { ...b, all: a.all || b.all };
  if (a.kind !== 'folder' || b.kind !== 'folder') return b;
  return { ...b, thorough: a.thorough || b.thorough, bulk: a.bulk && b.bulk };
}
