import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

/*
 * As much of D-Bus as a service of the tests needs: connect, take a name, answer method calls.
 * https://dbus.freedesktop.org/doc/dbus-specification.html; section names below are its own.
 */

/** A method call that arrived. */
export interface BusCall {
  readonly path: string;
  /** Interface and member, with a dot. */
  readonly method: string;
  /** The caller's unique name on the bus. */
  readonly sender: string;
  /** The arguments in front that are strings; all that the calls of these tests have. */
  readonly strings: readonly string[];
}

/** A value that an answer can carry, as a variant; undefined for an answer without one. */
type Answer = { readonly variant: boolean } | undefined;

export interface BusService {
  /** The error as text if the connection broke by itself. */
  stop(): Promise<void>;
}

/** Message Protocol, "Message Types" and "Header Fields". */
const methodCall = 1;
const methodReturn = 2;
const error = 3;
const field = { path: 1, interface: 2, member: 3, error: 4, replySerial: 5, destination: 6, sender: 7, signature: 8 };
const requestNameDoNotQueue = 4;
const primaryOwner = 1;

/**
 * Connects to a bus, owns `name` there and answers its calls until it is stopped. Calls that `answer` refuses by null get an error.
 * @param address as in DBUS_SESSION_BUS_ADDRESS
 */
export async function serveOnBus(
  address: string,
  name: string,
  answer: (call: BusCall) => Answer | null,
): Promise<BusService> {
  const socket = createConnection({ path: socketPath(address) });
  await once(socket, 'connect');
  await authenticate(socket);
  let serial = 0;
  const replies = new Map<number, (message: Message) => void>();
  const send = (message: Omit<Message, 'serial'>): number => {
    serial += 1;
    socket.write(marshal({ ...message, serial }));
    return serial;
  };
  const ask = (member: string, body: Buffer, signature: string): Promise<Message> =>
    new Promise((resolve) => {
      const fields = busMethod(member, signature);
      replies.set(send({ type: methodCall, fields, body }), resolve);
    });
  const receive = (message: Message): void => {
    const replySerial = message.fields.get(field.replySerial);
    if (typeof replySerial === 'number') {
      replies.get(replySerial)?.(message);
      replies.delete(replySerial);
    } else if (message.type === methodCall) {
      send(replyTo(message, answer(callOf(message))));
    }
  };
  readMessages(socket, receive);
  await ask('Hello', Buffer.alloc(0), '');
  const writer = new Writer();
  writer.string(name);
  writer.uint32(requestNameDoNotQueue);
  const owned = await ask('RequestName', writer.toBuffer(), 'su');
  if (owned.type === error || owned.body.readUInt32LE(0) !== primaryOwner) {
    throw new Error(`${name} has an owner already.`);
  }
  return {
    stop: async () => {
      const closed = once(socket, 'close');
      socket.destroy();
      await closed;
    },
  };
}

/** "Server Addresses": the first transport is a Unix socket; an abstract one begins with a NUL. */
function socketPath(address: string): string {
  const [, kind, value] = /^unix:(?:.*,)?(path|abstract)=([^,;]+)/.exec(address) ?? [];
  if (kind === undefined || value === undefined) throw new Error(`No Unix socket in the bus address ${address}`);
  return kind === 'abstract' ? `\0${value}` : value;
}

/** "Authentication Protocol": EXTERNAL, by the socket's own credentials. */
async function authenticate(socket: Socket): Promise<void> {
  const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (!answer.toString().startsWith('OK ')) throw new Error(`The bus refused us: ${answer.toString().trim()}`);
  socket.write('BEGIN\r\n');
}

interface Message {
  readonly type: number;
  readonly serial: number;
  /** By header field code; strings, object paths and signatures are text, a serial is a number. */
  readonly fields: ReadonlyMap<number, string | number>;
  readonly body: Buffer;
}

function busMethod(member: string, signature: string): Map<number, string> {
  const fields = new Map([
    [field.path, '/org/freedesktop/DBus'],
    [field.interface, 'org.freedesktop.DBus'],
    [field.member, member],
    [field.destination, 'org.freedesktop.DBus'],
  ]);
  if (signature !== '') fields.set(field.signature, signature);
  return fields;
}

function callOf({ fields, body }: Message): BusCall {
  const text = (code: number): string => String(fields.get(code) ?? '');
  const reader = new Reader(body);
  const strings = [...(/^s*/.exec(text(field.signature))?.[0] ?? '')].map(() => reader.string());
  const method = `${text(field.interface)}.${text(field.member)}`;
  return { path: text(field.path), method, sender: text(field.sender), strings };
}

function replyTo(call: Message, answer: Answer | null): Omit<Message, 'serial'> {
  const fields = new Map<number, string | number>([
    [field.replySerial, call.serial],
    [field.destination, String(call.fields.get(field.sender) ?? '')],
  ]);
  if (answer === null) {
    fields.set(field.error, 'org.freedesktop.DBus.Error.UnknownMethod');
    return { type: error, fields, body: Buffer.alloc(0) };
  }
  const body = new Writer();
  if (answer !== undefined) {
    fields.set(field.signature, 'v');
    body.signature('b');
    body.uint32(answer.variant ? 1 : 0);
  }
  return { type: methodReturn, fields, body: body.toBuffer() };
}

/** "Message Format", little-endian. */
function marshal({ type, serial, fields, body }: Message): Buffer {
  const array = new Writer(16);
  for (const [code, value] of fields) {
    array.align(8);
    array.byte(code);
    const signature = fieldSignature(code);
    array.signature(signature);
    if (typeof value === 'number') array.uint32(value);
    else if (signature === 'g') array.signature(value);
    else array.string(value);
  }
  const arrayLength = array.length;
  array.align(8);
  const header = Buffer.alloc(16);
  header.write('l', 0, 'latin1');
  header.writeUInt8(type, 1);
  header.writeUInt8(1, 3);
  header.writeUInt32LE(body.length, 4);
  header.writeUInt32LE(serial, 8);
  header.writeUInt32LE(arrayLength, 12);
  return Buffer.concat([header, array.toBuffer(), body]);
}

function fieldSignature(code: number): string {
  if (code === field.path) return 'o';
  if (code === field.signature) return 'g';
  return code === field.replySerial ? 'u' : 's';
}

function readMessages(socket: Socket, receive: (message: Message) => void): void {
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 16) {
      const fieldsEnd = 16 + pending.readUInt32LE(12);
      const bodyStart = Math.ceil(fieldsEnd / 8) * 8;
      const end = bodyStart + pending.readUInt32LE(4);
      if (pending.length < end) return;
      receive({
        type: pending.readUInt8(1),
        serial: pending.readUInt32LE(8),
        fields: readFields(pending.subarray(0, fieldsEnd)),
        body: Buffer.from(pending.subarray(bodyStart, end)),
      });
      pending = pending.subarray(end);
    }
  });
}

function readFields(header: Buffer): Map<number, string | number> {
  const reader = new Reader(header, 16);
  const fields = new Map<number, string | number>();
  while (reader.offset < header.length) {
    reader.align(8);
    const code = reader.byte();
    const signature = reader.signature();
    if (signature === 'u') fields.set(code, reader.uint32());
    else fields.set(code, signature === 'g' ? reader.signature() : reader.string());
  }
  return fields;
}

/** "Marshaling": values are aligned to their size, counted from the message's first octet. */
class Writer {
  readonly #start: number;
  readonly #chunks: Buffer[] = [];
  #length = 0;

  constructor(start = 0) {
    this.#start = start;
  }

  get length(): number {
    return this.#length;
  }

  align(size: number): void {
    const rest = (this.#start + this.#length) % size;
    if (rest > 0) this.#add(Buffer.alloc(size - rest));
  }

  byte(value: number): void {
    this.#add(Buffer.from([value]));
  }

  uint32(value: number): void {
    this.align(4);
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    this.#add(bytes);
  }

  string(value: string): void {
    this.uint32(Buffer.byteLength(value));
    this.#add(Buffer.from(`${value}\0`));
  }

  signature(value: string): void {
    this.byte(value.length);
    this.#add(Buffer.from(`${value}\0`));
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  #add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }
}

class Reader {
  readonly #bytes: Buffer;
  offset: number;

  constructor(bytes: Buffer, offset = 0) {
    this.#bytes = bytes;
    this.offset = offset;
  }

  align(size: number): void {
    this.offset = Math.ceil(this.offset / size) * size;
  }

  byte(): number {
    this.offset += 1;
    return this.#bytes.readUInt8(this.offset - 1);
  }

  uint32(): number {
    this.align(4);
    this.offset += 4;
    return this.#bytes.readUInt32LE(this.offset - 4);
  }

  string(): string {
    return this.#text(this.uint32());
  }

  signature(): string {
    return this.#text(this.byte());
  }

  #text(length: number): string {
    const text = this.#bytes.toString('utf8', this.offset, this.offset + length);
    this.offset += length + 1;
    return text;
  }
}
