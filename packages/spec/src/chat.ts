/** One turn of a conversation. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** How a conversation becomes text. */
export interface RenderOptions {
  /** Ends the text where the assistant's next turn begins; true by default. */
  readonly addGenerationPrompt?: boolean;
  /** What the template is told of the day, where it asks for it; today by default. */
  readonly date?: Date;
}

/** A model's own way of writing a conversation, with the marks it was trained on. */
export interface ChatTemplate {
  /** The template, in the language Jinja. */
  readonly source: string;
  /**
   * A conversation as the text a model reads, begin-of-text included where the template writes it: encode it without
   * special tokens.
   *
   * @throws {TokenizerError} `chat-template-failed`, also where the template refuses the conversation, e.g. a system prompt
   */
  render(messages: readonly ChatMessage[], options?: RenderOptions): string;
}

/**
 * The text around a question to a chat model: the question is the user's turn, and the answer begins where the
 * assistant's does. Two forms with the same text ask alike.
 */
export interface ChatForm {
  /** Holds `{}` once, where the question goes. */
  readonly text: string;
  /** What the model is told before the conversation, if anything. */
  readonly system?: string;
  /** Whether blanks at the ends of a question are left away. */
  readonly trimmed: boolean;
  /** Whether the answer follows without a blank, although the text does not end with one. */
  readonly joined: boolean;
  /** The text that ends the answer's turn; empty where there is none. */
  readonly turnEnd: string;
}
