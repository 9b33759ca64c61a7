import type { ComponentChildren } from 'preact';
import type { ErrorWords } from '../protocol.js';

/** What went wrong and what to do, announced at once. An interruption the visitor asked for is no alarm. */
export function ErrorBox({
  error,
  children,
}: {
  readonly error: ErrorWords | undefined;
  readonly children?: ComponentChildren;
}) {
  if (!error) return null;
  const calm = error.code === 'aborted';
  return (
    <div class={calm ? 'note' : 'error'} role={calm ? 'status' : 'alert'} data-code={error.code}>
      <p>
        <strong>{calm ? 'Stopped.' : error.message}</strong>
      </p>
      <p>{error.hint}</p>
      {children}
    </div>
  );
}
