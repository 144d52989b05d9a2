import type { ConnectionReport } from '../../shared/mail.ts';
import { type AppError, success } from '../../shared/reply.ts';
import type { Credentials } from '../mail/credentials.ts';
import type { EnginePort } from './engine-port.ts';

/** An engine that only records its calls. */
export interface FakeEngine extends EnginePort {
  readonly log: string[];
  readonly tested: Credentials[];
  /** How the sign-in step of a test fails; null: it passes. */
  refuse: AppError | null;
  /** Awaited by each test before it answers. */
  hold: Promise<void>;
}

export function fakeEngine(): FakeEngine {
  const done = (entry: string) => {
    engine.log.push(entry);
    return Promise.resolve(success(null));
  };
  const engine: FakeEngine = {
    log: [],
    tested: [],
    refuse: null,
    hold: Promise.resolve(),
    testConnection: async (endpoint, credentials) => {
      engine.log.push(`test ${credentials.kind} ${endpoint.host}`);
      engine.tested.push(credentials);
      await engine.hold;
      const state = engine.refuse === null ? 'passed' : 'failed';
      const report: ConnectionReport = {
        ok: engine.refuse === null,
        steps: [{ step: 'sign_in', state, durationMs: 1, error: engine.refuse }],
      };
      return success(report);
    },
    open: (account) => done(`open ${account.address}`),
    erase: () => done('erase'),
    reconnect: () => done('reconnect'),
  };
  return engine;
}
