/** A prompt, the answer that should win there, and the answer it is held against, where one is known. */
export interface Contest {
  readonly prompt: string;
  readonly wanted: string;
  /** Other names of the wanted answer: the likeliest of all its names counts. */
  readonly aliases?: readonly string[];
  readonly other?: string;
}
