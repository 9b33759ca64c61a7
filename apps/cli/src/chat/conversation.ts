import { conversationIds, promptIds, type Reply, type ReplyOptions, writeReply } from '@alphaedit/core';
import type { ChatMessage, ModelPort } from '@alphaedit/spec';

/** Share of the context that is kept for the reply. */
const FOR_REPLY = 0.25;

/**
 * A model that is talked with: it is told what was said before. Where that becomes too long, the oldest turns go. A model
 * that is asked in plain form continues each text by itself.
 */
export class Conversation {
  readonly #system: readonly ChatMessage[];
  #turns: readonly ChatMessage[] = [];

  constructor(private readonly model: ModelPort) {
    const system = model.tokenizer.chatForm?.system;
    this.#system = system === undefined ? [] : [{ role: 'system', content: system }];
  }

  /** Forgets what was said. */
  begin(): void {
    this.#turns = [];
  }

  /** @throws as `conversationIds`, `promptIds` and `writeReply` */
  async ask(question: string, options: ReplyOptions): Promise<Reply> {
    const { model } = this;
    if (!model.tokenizer.chatForm) return writeReply(model, promptIds(model, question), options);
    const asked = { role: 'user', content: question } as const;
    let turns = this.#turns;
    let ids = this.#idsOf([...turns, asked]);
    const most = (1 - FOR_REPLY) * model.info.contextLength;
    while (ids.length > most && turns.length > 0) {
      turns = turns.slice(2);
      ids = this.#idsOf([...turns, asked]);
    }
    const reply = await writeReply(model, ids, options);
    this.#turns = [...turns, asked, { role: 'assistant', content: reply.text }];
    return reply;
  }

  #idsOf(turns: readonly ChatMessage[]): number[] {
    return conversationIds(this.model.tokenizer, [...this.#system, ...turns]);
  }
}
