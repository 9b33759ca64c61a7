import { serve } from './serve.js';
import { Session } from './session.js';

const session = new Session();

serve(self as unknown as Parameters<typeof serve>[0], {
  open: (request, work) => session.open(request, work),
  statistics: (_, work) => session.statistics(work),
  tokens: (request) => session.tokens(request),
  trace: (request, work) => session.trace(request, work),
  ask: (request, work) => session.ask(request, work),
  edit: (request, work) => session.edit(request, work),
  undo: () => session.undo(),
  pack: (request) => session.pack(request),
  openPack: (request, work) => session.openPack(request, work),
});
