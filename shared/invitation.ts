import type { Address } from './mail.ts';

/** A moment, or a day of the calendar, of an event. */
export type EventTime =
  | {
      readonly kind: 'time';
      /** Milliseconds since the epoch. */
      readonly at: number;
      /** As clocks show it where the organiser is, "2026-12-01T10:00"; null where that is not known. */
      readonly clock: string | null;
      /** The organiser's time zone by its name, as the calendar says it; null: the same clock time everywhere. */
      readonly zone: string | null;
    }
  /** "2026-12-01". The end of an event is the day after its last one. */
  | { readonly kind: 'date'; readonly date: string };

/** RFC 5545 section 3.2.12. */
export type ParticipationStatus = 'needs-action' | 'accepted' | 'declined' | 'tentative' | 'delegated';

/** The answers that Heron gives to an invitation. */
export type InvitationAnswer = Extract<ParticipationStatus, 'accepted' | 'declined' | 'tentative'>;

/** How often an event takes place. */
export type Recurrence =
  | {
      readonly kind: 'simple';
      readonly frequency: 'daily' | 'weekly' | 'monthly' | 'yearly';
      /** Every so many days, weeks, months or years. */
      readonly interval: number;
      /** Days of the week where the rule names them. */
      readonly days: readonly ('MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU')[];
      readonly count: number | null;
      /** Milliseconds since the epoch. */
      readonly until: number | null;
    }
  /** Too much for a few words. */
  | { readonly kind: 'other' };

/** An invitation with what the user answered to it. */
export interface AnsweredInvitation extends Invitation {
  /** Null: nothing, or to an earlier version of the event only. */
  readonly answer: InvitationAnswer | null;
}

/** An event that came by mail (RFC 5546, 6047). Texts are one line each, without control characters. */
export interface Invitation {
  readonly method: 'request' | 'cancel' | 'reply' | 'other';
  readonly uid: string;
  readonly sequence: number;
  /** The content line of RECURRENCE-ID, which an answer repeats; null where the whole series is meant. */
  readonly recurrenceId: string | null;
  readonly title: string;
  readonly place: string;
  /** Null where the calendar does not say when. */
  readonly start: EventTime | null;
  readonly end: EventTime | null;
  readonly organiser: Address | null;
  /** The first ones. */
  readonly attendees: readonly (Address & { readonly status: ParticipationStatus })[];
  readonly attendeeCount: number;
  /** Null: it takes place once. */
  readonly recurrence: Recurrence | null;
}
