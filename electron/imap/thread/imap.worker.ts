import { parentPort } from 'node:worker_threads';
import { setRoutes } from '../../platform/proxy/connect-tcp.ts';
import { openSession } from '../connection.ts';
import { serveSessions } from './serve-sessions.ts';

if (parentPort === null) throw new Error('imap.worker runs as a worker thread only.');
setRoutes(serveSessions(parentPort, openSession));
