import type { Address } from '../../shared/mail.ts';
import type { Person } from '../store/people.ts';

const dayMs = 24 * 60 * 60_000;
/** After so many days a message counts for about a third. */
const fadingDays = 90;

/** The likeliest people first: by how often and how lately they were written to; those who only wrote come after all others. */
export function likeliest(found: readonly Person[], now: number, limit: number): Address[] {
  const people = new Map<string, Person>();
  for (const person of found) {
    const known = people.get(person.key);
    people.set(person.key, known === undefined ? person : merged(known, person));
  }
  const ranked = [...people.values()].map((person) => ({ person, score: scoreOf(person, now) }));
  ranked.sort(
    (one, other) =>
      Number(other.person.written > 0) - Number(one.person.written > 0) ||
      other.score - one.score ||
      (one.person.key < other.person.key ? -1 : 1),
  );
  return ranked.slice(0, limit).map(({ person: { name, address } }) => ({ name, address }));
}

/** One person of several accounts. */
function merged(one: Person, other: Person): Person {
  const newest = Math.max(other.writtenAt, other.heardAt) > Math.max(one.writtenAt, one.heardAt) ? other : one;
  return {
    ...newest,
    name: newest.name || one.name || other.name,
    written: one.written + other.written,
    writtenAt: Math.max(one.writtenAt, other.writtenAt),
    heard: one.heard + other.heard,
    heardAt: Math.max(one.heardAt, other.heardAt),
  };
}

function scoreOf({ written, writtenAt, heard, heardAt }: Person, now: number): number {
  const [times, at] = written > 0 ? [written, writtenAt] : [heard, heardAt];
  const days = Math.max(0, now - at) / dayMs;
  return Math.log2(1 + times) + 4 * Math.exp(-days / fadingDays);
}
