// An engine in a process of its own, which tests kill in the middle of its work.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { AppFailure } from '../../shared/reply.ts';
import { builtProgram } from '../platform/built-program-fixture.ts';
import { testsBegan } from '../platform/fast-clock-fixture.ts';
import { createRpc } from '../platform/rpc.ts';
import type { EngineCalls, EngineEvents, MainCalls } from './contract.ts';

/** What the process is started with, as JSON in its first argument. */
export interface EngineProcessStart {
  readonly profileFolder: string;
  /** PEM. */
  readonly extraCa: string;
  readonly username: string;
  readonly password: string;
  /** How many times faster the engine's time passes. */
  readonly hurry: number;
  /** Where its wall clock is right, so that an engine that is started anew does not go back in time. */
  readonly began: number;
}

/** A running engine. */
export interface KillableEngine {
  readonly pid: number;
  /** What a call answers; throws what it fails with, also once the process has ended. */
  value<K extends keyof EngineCalls & string>(
    name: K,
    input: EngineCalls[K]['input'],
  ): Promise<EngineCalls[K]['output']>;
  /** Ends it with SIGKILL. */
  kill(): Promise<void>;
  /** Lets it finish its work. */
  stop(): Promise<void>;
}

/**
 * Starts it.
 * @param wrapper a program with its arguments that runs Node, whose command line follows
 */
export async function startKillableEngine(
  start: Omit<EngineProcessStart, 'began'>,
  { wrapper = [] }: { readonly wrapper?: readonly string[] } = {},
): Promise<KillableEngine> {
  const [program = process.execPath, ...before] = [...wrapper, process.execPath];
  const child: ChildProcess = fork(
    await builtProgram(new URL('./engine-process-fixture.ts', import.meta.url)),
    [JSON.stringify({ ...start, began: testsBegan } satisfies EngineProcessStart)],
    {
      execPath: program,
      execArgv: before,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  const rpc = createRpc<EngineCalls, MainCalls, Record<never, never>, EngineEvents>({
    port: {
      postMessage: (message) => void child.send(message as object),
      on: (_event, listener) => child.on('message', listener),
    },
    handlers: {} as never,
    onEvent: () => undefined,
    onFault: () => undefined,
  });
  const ended = once(child, 'exit').then(() =>
    rpc.end({ code: 'internal', params: { reason: 'engine_restarting' }, retryable: true }),
  );
  const value: KillableEngine['value'] = async (name, input) => {
    const reply = await rpc.call(name, input);
    if (!reply.ok) throw new AppFailure(reply.error);
    return reply.value;
  };
  return {
    get pid() {
      return child.pid ?? 0;
    },
    value,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      await rpc.call('engine.stop', undefined);
      child.kill();
      await ended;
    },
  };
}
