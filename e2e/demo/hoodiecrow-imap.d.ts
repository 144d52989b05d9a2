/** The part of hoodiecrow-imap 2.1.0 that the demo uses; the package has no types of its own. */
declare module 'hoodiecrow-imap' {
  export interface StoredMessage {
    /** Octets as a Latin-1 string. */
    raw: string;
    flags?: string[];
    internaldate?: string;
    uid?: number;
  }
  export interface Mailbox {
    messages?: StoredMessage[];
    'special-use'?: string;
    folders?: Record<string, Mailbox>;
  }
  export interface Response {
    tag: string;
    command?: string;
    attributes: { type: 'TEXT' | 'ATOM'; value: string }[];
  }
  export interface Connection {
    state: string;
    socket: import('node:net').Socket;
    inputHandler: ((line: string) => void) | false;
    send(response: Response, description: string, parsed?: unknown, data?: unknown): void;
  }
  export interface ParsedCommand {
    tag: string;
    attributes?: { type: string; value: string }[];
  }
  export interface Server {
    server: import('node:net').Server;
    registerCapability(name: string, enabled: (connection: Connection) => boolean): void;
    setCommandHandler(
      command: string,
      handler: (connection: Connection, parsed: ParsedCommand, data: unknown, callback: () => void) => void,
    ): void;
    appendMessage(path: string, flags: string[], internaldate: string | false, raw: string): void;
    formatInternalDate(date: Date): string;
    listen(port: number, host: string, listening: () => void): void;
    close(closed: () => void): void;
  }
  export interface Options {
    secureConnection: boolean;
    credentials: { key: string; cert: string };
    users: Record<string, object>;
    plugins: (string | ((server: Server) => void))[];
    id: { name: string; version: string };
    storage: Record<string, Mailbox & { separator?: string; folders?: Record<string, Mailbox> }>;
  }
  export default function hoodiecrow(options: Options): Server;
}
