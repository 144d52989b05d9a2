/** How rows are drawn: the same for all of a list. */
export interface RowLook {
  /** One line for everything. */
  readonly compact: boolean;
  /** Lines of the preview, where there are several lines. */
  readonly preview: number;
  /** Whether rows of several lines begin with the sender's tile. */
  readonly tiles: boolean;
  /** CSS pixels. */
  readonly height: number;
  /** Whether the list has headings with days and months. */
  readonly headings: boolean;
  /** Whether rows show the recipient instead of the sender. */
  readonly recipient: boolean;
  /** The present time, precise to the day: it decides which dates are today. */
  readonly now: number;
  /** Several messages are selected: each shows a mark, so that colour is not the only sign. */
  readonly marks: boolean;
  /** What was searched for, to be marked in the rows. */
  readonly words: readonly string[];
}
