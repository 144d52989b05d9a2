/** One connection to the scripted server: the state of RFC 9051 section 3, and what each command does. */
import { atomText, type Command, type Token } from './command-reader.ts';
import { listAnswers, namespaceAnswer, statusAnswer } from './list.ts';
import type { MailStore } from './mail-store.ts';
import * as messages from './message-commands.ts';
import type { Personality } from './personality.ts';
import { View } from './view.ts';

/** Who may sign in. */
export interface Credentials {
  readonly address: string;
  readonly password?: string;
  /** Whether an access token is good for XOAUTH2. */
  readonly acceptsToken?: (token: string) => boolean;
}

/** What a session is given by the server. */
export interface SessionHost {
  readonly personality: Personality;
  readonly store: MailStore;
  readonly credentials: Credentials;
  write(text: string): void;
  end(): void;
  /** All other sessions look for changes. */
  changed(): void;
}

const flagNames = '\\Answered \\Flagged \\Deleted \\Seen \\Draft';

export class Session {
  readonly #host: SessionHost;
  #isSignedIn = false;
  #hasSentId = false;
  #isUtf8 = false;
  #selected: { readonly view: View; readonly readOnly: boolean } | null = null;
  #idling: string | null = null;
  /** What the next line is the answer to: a SASL exchange. */
  #saslTag: string | null = null;
  #saslEnd: ((response: string) => string) | null = null;

  constructor(host: SessionHost) {
    this.#host = host;
    host.write(`* ${host.personality.greeting}\r\n`);
  }

  /** Takes a line that is no command, because IDLE or a sign-in waits for it. False: it is a command. */
  takesLine(line: string): boolean {
    if (this.#idling !== null) {
      const tag = this.#idling;
      this.#idling = null;
      if (line.trim().toUpperCase() === 'DONE') this.#finish(tag, 'IDLE', null);
      else this.#send(`${tag} BAD Expected DONE`);
      return true;
    }
    if (this.#saslTag === null || this.#saslEnd === null) return false;
    const [tag, end] = [this.#saslTag, this.#saslEnd];
    this.#saslTag = null;
    this.#saslEnd = null;
    this.#send(`${tag} ${line === '*' ? 'BAD Cancelled' : end(line)}`);
    return true;
  }

  /** The folder has changed: told at once while IDLE waits, else with the next command. */
  lookForNews(): void {
    if (this.#idling !== null) this.#tellNews(true);
  }

  handle(command: Command): void {
    const answer = this.#run(command);
    if (answer !== undefined) this.#finish(command.tag, command.name, answer);
  }

  /** Undefined: the answer has been sent, or comes later. */
  #run(command: Command): string | null | undefined {
    const { personality } = this.#host;
    switch (command.name) {
      case 'CAPABILITY':
        this.#send(`* CAPABILITY ${personality.capabilities[this.#isSignedIn ? 'after' : 'before']}`);
        return null;
      case 'NOOP':
      case 'CHECK':
        return null;
      case 'ID':
        this.#hasSentId = true;
        this.#send(`* ID ("name" ${JSON.stringify(personality.name)} "vendor" "scripted")`);
        return null;
      case 'LOGOUT':
        this.#send('* BYE Bye');
        this.#send(`${command.tag} OK LOGOUT completed`);
        this.#host.end();
        return undefined;
      default:
        return this.#isSignedIn ? this.#authenticated(command) : this.#signIn(command);
    }
  }

  #signIn({ name, args, tag }: Command): string | null | undefined {
    const { credentials, personality } = this.#host;
    if (name === 'LOGIN') {
      if (personality.capabilities.before.includes('LOGINDISABLED')) return 'NO LOGIN is disabled';
      const isRight = atomText(args[0]) === credentials.address && this.#isPassword(atomText(args[1]));
      return this.#signedIn(isRight, personality.refusals.password);
    }
    if (name !== 'AUTHENTICATE') return 'BAD Command received in invalid state';
    const mechanism = atomText(args[0]).toUpperCase();
    if (!personality.capabilities.before.split(' ').includes(`AUTH=${mechanism}`)) return 'NO Unsupported mechanism';
    const end = mechanism === 'XOAUTH2' ? this.#endXoauth2(tag) : this.#endPlain();
    const initial = args[1];
    if (initial !== undefined) {
      const answer = end(atomText(initial));
      if (answer !== '') this.#send(`${tag} ${answer}`);
      return undefined;
    }
    this.#saslTag = tag;
    this.#saslEnd = end;
    this.#send('+ ');
    return undefined;
  }

  #isPassword(password: string): boolean {
    const { password: right } = this.#host.credentials;
    return right !== undefined && password === right;
  }

  #endPlain(): (response: string) => string {
    return (response) => {
      const [, user, password = ''] = Buffer.from(response, 'base64').toString('utf8').split('\0');
      const isRight = user === this.#host.credentials.address && this.#isPassword(password);
      return this.#signedIn(isRight, this.#host.personality.refusals.password);
    };
  }

  /** XOAUTH2: a refusal comes as a challenge first, which the client answers with an empty line. */
  #endXoauth2(tag: string): (response: string) => string {
    return (response) => {
      const text = Buffer.from(response, 'base64').toString('utf8');
      const fields = new Map(
        text.split(String.fromCharCode(1)).map((field) => {
          const equals = field.indexOf('=');
          return [field.slice(0, equals), field.slice(equals + 1)];
        }),
      );
      const token = (fields.get('auth') ?? '').replace(/^Bearer /, '');
      const { credentials, personality } = this.#host;
      const isRight = fields.get('user') === credentials.address && (credentials.acceptsToken?.(token) ?? false);
      if (isRight) return this.#signedIn(true, '');
      this.#saslTag = tag;
      this.#saslEnd = () => personality.refusals.token;
      const reason = { status: '400', schemes: 'Bearer', scope: '' };
      this.#send(`+ ${Buffer.from(JSON.stringify(reason)).toString('base64')}`);
      return '';
    };
  }

  #signedIn(isRight: boolean, refusal: string): string {
    this.#isSignedIn = isRight;
    return isRight ? `OK ${this.#host.personality.completed.replace('{}', 'AUTHENTICATE')}` : refusal;
  }

  #authenticated(command: Command): string | null | undefined {
    const { store, personality } = this.#host;
    const { name, args } = command;
    const path = this.#path(args[0]);
    switch (name) {
      case 'NAMESPACE':
        if (personality.namespaces === null) return 'BAD Unknown command';
        this.#send(namespaceAnswer(personality.namespaces));
        return null;
      case 'ENABLE': {
        const wanted = args.map((token) => atomText(token).toUpperCase());
        const known = wanted.filter((word) => personality.capabilities.after.split(' ').includes(word));
        this.#isUtf8 ||= known.includes('UTF8=ACCEPT');
        this.#send(`* ENABLED ${known.join(' ')}`);
        return null;
      }
      case 'XLIST':
        if (!personality.capabilities.after.includes('XLIST')) return 'BAD Unknown command';
        return this.#list(command);
      case 'LIST':
      case 'LSUB':
        return this.#list(command);
      case 'STATUS': {
        const folder = store.find(path);
        if (folder === undefined) return personality.missingFolder ?? 'NO [NONEXISTENT] No such mailbox';
        this.#send(
          statusAnswer(folder, args[1] === undefined ? [] : this.#members(args[1]), store, personality, this.#isUtf8),
        );
        return null;
      }
      case 'SELECT':
      case 'EXAMINE':
        return this.#select(name, path);
      case 'CREATE': {
        const { create } = personality;
        if (create !== undefined && !store.canonical(path).startsWith(create.within)) return create.text;
        return store.create(path) ? null : 'NO [ALREADYEXISTS] Mailbox already exists';
      }
      case 'DELETE':
        return store.delete(path) ? null : 'NO [NONEXISTENT] No such mailbox';
      case 'RENAME':
        return store.rename(path, this.#path(args[1])) ? null : 'NO Cannot rename';
      case 'SUBSCRIBE':
      case 'UNSUBSCRIBE': {
        const folder = store.find(path);
        if (folder === undefined) return 'NO No such mailbox';
        folder.subscribed = name === 'SUBSCRIBE';
        return null;
      }
      case 'APPEND':
        return messages.append(this.#context(), command);
      case 'IDLE':
        if (!personality.capabilities.after.split(' ').includes('IDLE')) return 'BAD Unknown command';
        this.#idling = command.tag;
        this.#send('+ idling');
        this.#tellNews(true);
        return undefined;
      default:
        return this.#inFolder(command);
    }
  }

  #inFolder(command: Command): string | null {
    const selected = this.#selected;
    const announced = this.#host.personality.capabilities.after.split(' ');
    if (selected === null) return 'BAD No mailbox selected';
    const context = { ...this.#context(), ...selected };
    switch (command.name) {
      case 'CLOSE':
        if (!selected.readOnly) messages.expunge(context, { ...command, name: 'EXPUNGE' });
        this.#selected = null;
        return null;
      case 'UNSELECT':
        if (!announced.includes('UNSELECT')) return 'BAD Unknown command';
        this.#selected = null;
        return null;
      case 'FETCH':
      case 'UID FETCH':
        return messages.fetch(context, command);
      case 'STORE':
      case 'UID STORE':
        return messages.storeFlags(context, command);
      case 'COPY':
      case 'UID COPY':
        return messages.copyOrMove(context, command);
      case 'MOVE':
      case 'UID MOVE':
        return announced.includes('MOVE') ? messages.copyOrMove(context, command) : 'BAD Unknown command';
      case 'UID EXPUNGE':
        return announced.includes('UIDPLUS') ? messages.expunge(context, command) : 'BAD Unknown command';
      case 'EXPUNGE':
        return messages.expunge(context, command);
      case 'SEARCH':
      case 'UID SEARCH':
        return messages.search(context, command);
      default:
        return 'BAD Unknown command';
    }
  }

  #list(command: Command): null {
    const { store, personality } = this.#host;
    for (const line of listAnswers(command, store, personality, this.#isUtf8)) this.#send(line);
    return null;
  }

  #select(name: string, path: string): string | null {
    const { store, personality } = this.#host;
    if (personality.idFirst !== undefined && !this.#hasSentId) return personality.idFirst.replace('{}', name);
    this.#selected = null;
    const folder = store.find(path);
    if (folder === undefined) return personality.missingFolder ?? 'NO [NONEXISTENT] No such mailbox';
    if (!store.isSelectable(folder)) return 'NO Mailbox is not selectable';
    const readOnly = name === 'EXAMINE';
    this.#selected = { view: new View(folder), readOnly };
    this.#send(`* FLAGS (${flagNames})`);
    this.#send(`* OK [PERMANENTFLAGS (${readOnly ? '' : flagNames})] Permanent flags`);
    this.#send(`* ${folder.entries.length} EXISTS`);
    this.#send('* 0 RECENT');
    this.#send(`* OK [UIDVALIDITY ${folder.uidValidity}] UIDs are valid`);
    if (!personality.omits?.includes('select-uidnext')) this.#send(`* OK [UIDNEXT ${folder.uidNext}] Next UID`);
    if (personality.capabilities.after.includes('CONDSTORE')) {
      this.#send(`* OK [HIGHESTMODSEQ ${store.highestModseq}] Highest`);
    }
    return `OK [${readOnly ? 'READ-ONLY' : 'READ-WRITE'}] ${name} completed`;
  }

  #context(): Omit<messages.Context, 'view' | 'readOnly'> {
    const { store, personality, changed } = this.#host;
    const isUtf8 = this.#isUtf8;
    return {
      store,
      personality,
      isUtf8,
      send: (line) => this.#send(line),
      changed,
      pathOf: (token) => this.#path(token),
    };
  }

  #path(token: Token | undefined): string {
    return messages.readName(token, this.#isUtf8);
  }

  #members(token: Token): readonly Token[] {
    return 'kind' in token ? [token] : token;
  }

  /** Changes are told before the tagged answer; EXPUNGE not while FETCH, STORE or SEARCH run (RFC 9051 section 7.5.1). */
  #finish(tag: string, name: string, answer: string | null): void {
    this.#tellNews(!/^(FETCH|STORE|SEARCH)$/.test(name));
    this.#send(`${tag} ${answer ?? `OK ${this.#host.personality.completed.replace('{}', name)}`}`);
  }

  #tellNews(expunges: boolean): void {
    for (const line of this.#selected?.view.news({ expunges }) ?? []) this.#send(line);
  }

  #send(line: string): void {
    this.#host.write(`${line}\r\n`);
  }
}
