/** One example of a capability task: a text to be continued by one of several answers. */
export interface CapabilityExample {
  readonly prompt: string;
  /** By label. */
  readonly answers: readonly string[];
  readonly label: number;
}

/** What a row of a task's file holds, by column. */
export type CapabilityRecord = Readonly<Record<string, unknown>>;

/** How one task's files are read and its examples asked. */
export interface CapabilityTask {
  readonly id: string;
  readonly description: string;
  /** Columns of its files without a header line, in order; files with one name their columns themselves. */
  readonly headerless?: readonly string[];
  /**
   * The example a record makes; nothing for a record without a label.
   *
   * @throws {TypeError} naming the field that is missing or wrong
   */
  example(record: CapabilityRecord): CapabilityExample | undefined;
}
