/** The traits of `Quiz`, as Python's class of that name declares them. */
export interface Traits {
  section: string;
  /** The questions in both languages, sealed. */
  content: string;
  /** Index of the question shown; the one after the last is the summary. */
  question: number;
}
