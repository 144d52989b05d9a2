import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Address } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { classNames } from '../components/class-names.ts';
import { Icon } from '../components/icon.tsx';
import { isValidAddress, parseRecipients, personLine, withRecipients } from './recipients.ts';

const suggestionsAtMost = 8;

interface RecipientsFieldProps {
  readonly label: string;
  readonly people: readonly Address[];
  readonly onChange: (people: readonly Address[]) => void;
  /** Takes the focus when it is drawn. */
  readonly focused?: boolean;
  /** At the end of the line, for example the buttons that show Cc and Bcc. */
  readonly children?: ReactNode;
}

/** People as chips, with completion over the addresses that Heron knows. Backspace in the empty field removes the last one. */
export function RecipientsField({ label, people, onChange, focused = false, children }: RecipientsFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const { found, chosen, choose, forget } = useSuggestions(typed, people);
  const words = texts().compose.recipients;

  useEffect(() => {
    if (focused) input.current?.focus({ preventScroll: true });
  }, [focused]);

  const add = (added: readonly Address[]): void => {
    onChange(withRecipients(people, added));
    setTyped('');
    forget();
  };
  const commit = (): void => {
    if (typed.trim() !== '') add(parseRecipients(typed));
  };
  const remove = (index: number): void => {
    onChange(people.filter((_, other) => other !== index));
    input.current?.focus();
  };

  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const suggestion = found[chosen];
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      // The composer sends next, to this one too.
      commit();
      return;
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (found.length === 0) return;
      event.preventDefault();
      choose((chosen + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && suggestion !== undefined && !event.shiftKey) {
      event.preventDefault();
      add([suggestion]);
    } else if (event.key === 'Escape' && found.length > 0) {
      event.preventDefault();
      event.stopPropagation();
      forget();
    } else if (event.key === 'Enter' || event.key === ',' || event.key === ';') {
      // A comma inside quotes is part of a name.
      if (event.key !== 'Enter' && typed.split('"').length % 2 === 0) return;
      event.preventDefault();
      commit();
    } else if (event.key === 'Backspace' && typed === '' && people.length > 0) {
      event.preventDefault();
      onChange(people.slice(0, -1));
    }
  };

  return (
    <div className="relative flex items-start gap-2 border-b border-line px-4 py-1">
      <label htmlFor={id} className="w-14 shrink-0 py-1.5 text-small text-muted">
        {label}
      </label>
      <ul className="flex max-h-40 min-w-0 flex-1 flex-wrap items-center gap-1 overflow-y-auto py-0.5">
        {people.map((person, index) => (
          <li key={person.address} className="max-w-full min-w-0">
            <Chip person={person} onRemove={() => remove(index)} />
          </li>
        ))}
        {/* The empty field takes what is left of the line; a new line begins with the first letter. */}
        <li className={classNames('flex-1', typed === '' ? 'min-w-4' : 'min-w-32')}>
          <input
            ref={input}
            id={id}
            value={typed}
            type="text"
            role="combobox"
            aria-expanded={found.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            className="h-6 w-full bg-transparent outline-none rtl:text-right"
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={(event) => {
              const pasted = event.clipboardData.getData('text/plain');
              const several = parseRecipients(pasted);
              if (typed.trim() !== '' || !pasted.includes('@') || several.length === 0) return;
              event.preventDefault();
              add(several);
            }}
            onBlur={commit}
          />
        </li>
      </ul>
      {children}
      {found.length > 0 && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={words.suggestions}
          className="absolute start-18 top-full z-40 max-w-[calc(100%-calc(var(--unit)*22))] min-w-64 animate-appear rounded-md border border-line bg-raised p-1 shadow-raised"
        >
          {found.map((person, index) => (
            <div
              key={person.address}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className={classNames(
                'flex h-7 items-center gap-2 rounded-sm px-2',
                index === chosen ? 'bg-selected' : 'hover:bg-hover',
              )}
              // The press must not take the focus from the field, whose loss would commit what was typed so far.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => add([person])}
              onKeyDown={() => undefined}
            >
              {person.name !== '' && <bdi className="max-w-56 shrink-0 truncate">{person.name}</bdi>}
              <bdi className={classNames('min-w-0 truncate', person.name !== '' && 'text-muted')}>{person.address}</bdi>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function Chip({ person, onRemove }: { readonly person: Address; readonly onRemove: () => void }) {
  const words = texts().compose.recipients;
  const valid = isValidAddress(person);
  const shown = person.name.trim() || person.address;
  return (
    <span
      title={valid ? personLine(person) : words.invalid(person.address)}
      className={classNames(
        'flex h-6 max-w-full min-w-0 items-center gap-1 rounded-sm border ps-1.5',
        valid ? 'border-line bg-sunken' : 'border-danger-line bg-danger-soft text-danger',
      )}
    >
      <bdi className="min-w-0 truncate">{shown}</bdi>
      {!valid && <span className="sr-only">{words.invalid(person.address)}</span>}
      <button
        type="button"
        tabIndex={-1}
        aria-label={words.remove(shown)}
        className="flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:text-text"
        onClick={onRemove}
      >
        <Icon icon={X} size={12} />
      </button>
    </span>
  );
}

/** Asks for people while the user types; an answer that comes late is dropped. */
function useSuggestions(typed: string, people: readonly Address[]) {
  const [found, setFound] = useState<readonly Address[]>([]);
  const [chosen, choose] = useState(0);
  const query = typed.trim();
  useEffect(() => {
    setFound([]);
    choose(0);
    if (query.length < 2) return;
    let isLatest = true;
    void call('addresses.complete', { query, limit: suggestionsAtMost }).then((reply) => {
      if (isLatest && reply.ok) setFound(reply.value);
    });
    return () => {
      isLatest = false;
    };
  }, [query]);
  const taken = new Set(people.map(({ address }) => address.toLowerCase()));
  return {
    found: found.filter(({ address }) => !taken.has(address.toLowerCase())),
    chosen,
    choose,
    forget: () => setFound([]),
  };
}
