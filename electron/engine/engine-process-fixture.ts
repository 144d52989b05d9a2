// Run as a process of its own, so that its test can kill it at any moment: an engine on a profile, served over Node's channel between processes.
import { success } from '../../shared/reply.ts';
import { openSession } from '../imap/connection.ts';
import { fastClock } from '../platform/fast-clock-fixture.ts';
import { createRpc, faultText } from '../platform/rpc.ts';
import type { EngineCalls, EngineEvents, MainCalls } from './contract.ts';
import { Engine } from './engine.ts';
import type { EngineProcessStart } from './killable-engine-fixture.ts';

const refused = () => Promise.reject(new Error('Dovecot has a BODYSTRUCTURE for everything.'));
const send = process.send?.bind(process);
if (send === undefined) throw new Error('It is started by killable-engine-fixture.ts only.');
const start: EngineProcessStart = JSON.parse(process.argv[2] ?? '');

const engine = new Engine({
  profileFolder: start.profileFolder,
  extraCa: start.extraCa,
  openSession,
  mime: { parseWholeMessage: refused, readAttachment: refused, readInvitation: refused },
  credentials: async () => success({ kind: 'password', username: start.username, password: start.password }),
  emit: (name, payload) => main.emit(name, payload),
  markDownload: async () => undefined,
  clock: fastClock(start.hurry, start.began),
  random: Math.random,
  holdMs: 0,
});
const main = createRpc<MainCalls, EngineCalls, EngineEvents>({
  port: {
    postMessage: (message) => void send(message),
    on: (_event, listener) => process.on('message', listener),
  },
  handlers: engine.calls,
  onEvent: () => undefined,
  onFault: (text, cause) => process.stderr.write(`${text} ${faultText(cause)}\n`),
});
