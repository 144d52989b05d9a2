/** Stands for a type in the tables of calls and events, where there is no value to infer it from. */
export interface TypeOnly<T> {
  /** Never set; it only makes the type parameter part of the type. */
  readonly example?: T;
}

export const typeOnly = <T>(): TypeOnly<T> => ({});
