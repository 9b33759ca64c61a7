import { AlphaEditError } from '@alphaedit/spec';

/** What can be verified. */
export type ArtifactKind = 'run' | 'statistics' | 'pack' | 'adapter' | 'checkpoint';

/** One thing that was looked at. */
export interface Check {
  readonly check: string;
  readonly ok: boolean;
  /** What was found. */
  readonly found: string;
}

/** How a fact stands on the edited model. */
export interface FactStanding {
  readonly number: number;
  readonly id?: string;
  readonly subject: string;
  readonly target: string;
  readonly state: 'applied' | 'undone';
  /** Whether NLL(target) < NLL(truth); absent without a truth. */
  readonly preferred?: boolean;
  /** Whether the model says the target: every token of it is the likeliest. */
  readonly exact: boolean;
  /** p(target), the product over its tokens. */
  readonly probability: number;
  /** What the model says: its greedy continuation, up to the end of the first sentence. */
  readonly said: string;
  /** Number of a later fact that gives the same question another answer. */
  readonly supersededBy?: number;
}

/** What was found of an artifact. */
export interface Verification {
  readonly kind: ArtifactKind;
  /** Whether every check is. */
  readonly ok: boolean;
  readonly checks: readonly Check[];
  /** What could not be told, each with the reason. */
  readonly unproven: readonly string[];
  /** Only of a run or a pack with its facts, and with a model. */
  readonly facts?: readonly FactStanding[];
}

/** Looks at one thing: what `work` finds is a check that holds, a typed error one that fails. */
export type Look = <T>(check: string, work: () => Promise<readonly [T, string]>) => Promise<T | undefined>;

/** The checks of one artifact as they are made. */
export class Checklist {
  readonly checks: Check[] = [];
  readonly unproven: string[] = [];

  get ok(): boolean {
    return this.checks.every(({ ok }) => ok);
  }

  /** @throws what is no damage: an interruption, a folder that is not there, a fault of the program */
  readonly look: Look = async (check, work) => {
    try {
      const [value, found] = await work();
      this.checks.push({ check, ok: true, found });
      return value;
    } catch (error) {
      const damage =
        AlphaEditError.isInstance(error) && error.kind !== 'interrupted' && error.code !== 'no-run';
      if (!damage) throw error;
      this.checks.push({ check, ok: false, found: error.message });
      return undefined;
    }
  };

  /** What was found in the end. A hash says that nothing was changed by accident, not who made it. */
  result(kind: ArtifactKind, facts?: readonly FactStanding[]): Verification {
    const { ok, checks } = this;
    const unproven = [...this.unproven, 'who made it: a hash is no signature, and can be computed anew'];
    return { kind, ok, checks, unproven, ...(facts && { facts }) };
  }
}
