/**
 * What a person has changed in a policy, with undo, redo and reset. Immutable: every change answers a new history, so that a state that
 * failed to plan can simply be dropped. A reset is an edit like others and can be undone.
 */
import type { WidthEdit } from "../protocol/narrowings";
import type { Bits, Report } from "../protocol/report";

export type Widths = Report["policy"];
export type EditKind = WidthEdit["kind"];

export interface SavedHistory {
  readonly states: readonly Readonly<Record<string, Bits>>[];
  readonly at: number;
}

type Changes = ReadonlyMap<string, Bits>;

/** Enough for an afternoon; each state has only the widths that differ. */
const MOST_STATES = 500;

export class EditHistory {
  private constructor(
    readonly base: Widths,
    private readonly states: readonly [Changes, ...Changes[]],
    private readonly at: number,
  ) {}

  static of(base: Widths): EditHistory {
    return new EditHistory(base, [new Map()], 0);
  }

  /** Of what saved() gave, over the same policy; without edits where that does not fit. */
  static restore(base: Widths, saved: SavedHistory): EditHistory {
    const states = saved.states.map((changes) => new Map(Object.entries(changes)));
    const [first, ...others] = states;
    const known = states.every((changes) => [...changes.keys()].every((key) => widthOf(base, key) !== undefined));
    if (!first || !known || !(saved.at >= 0 && saved.at < states.length)) return EditHistory.of(base);
    return new EditHistory(base, [first, ...others], Math.trunc(saved.at));
  }

  /** @returns this, where the policy has no such width or already has it */
  set(kind: EditKind, name: string, bits: Bits): EditHistory {
    return this.setAll([{ kind, name, bits }]);
  }

  /** Several widths as one edit. */
  setAll(edits: readonly WidthEdit[]): EditHistory {
    const changes = new Map(this.changes);
    let isChanged = false;
    for (const { kind, name, bits } of edits) {
      const key = keyOf(kind, name);
      const original = widthOf(this.base, key);
      if (original === undefined || (changes.get(key) ?? original) === bits) continue;
      if (bits === original) changes.delete(key);
      else changes.set(key, bits);
      isChanged = true;
    }
    return isChanged ? this.with(changes) : this;
  }

  undo(): EditHistory {
    return this.canUndo ? new EditHistory(this.base, this.states, this.at - 1) : this;
  }

  redo(): EditHistory {
    return this.canRedo ? new EditHistory(this.base, this.states, this.at + 1) : this;
  }

  reset(): EditHistory {
    return this.changes.size === 0 ? this : this.with(new Map());
  }

  get canUndo(): boolean {
    return this.at > 0;
  }

  get canRedo(): boolean {
    return this.at < this.states.length - 1;
  }

  /** Keys of widths that differ from the base, as the panel names them. */
  get edited(): readonly string[] {
    return [...this.changes.keys()];
  }

  /** The base with the changes, names in the base's order. */
  get widths(): Widths {
    const changed = (kind: EditKind, widths: Readonly<Record<string, Bits>>): Record<string, Bits> =>
      Object.fromEntries(
        Object.entries(widths).map(([name, bits]) => [name, this.changes.get(keyOf(kind, name)) ?? bits]),
      );
    return {
      weights: changed("weights", this.base.weights),
      activations: changed("activation", this.base.activations),
    };
  }

  saved(): SavedHistory {
    return { states: this.states.map((changes) => Object.fromEntries(changes)), at: this.at };
  }

  private get changes(): Changes {
    return this.states[this.at] ?? this.states[0];
  }

  private with(changes: Changes): EditHistory {
    const [first, ...others] = this.states.slice(0, this.at + 1).slice(1 - MOST_STATES);
    const states: readonly [Changes, ...Changes[]] = first ? [first, ...others, changes] : [changes];
    return new EditHistory(this.base, states, states.length - 1);
  }
}

function keyOf(kind: EditKind, name: string): string {
  return `${kind}:${name}`;
}

/** Names may hold colons themselves: only the first one separates. */
function widthOf(base: Widths, key: string): Bits | undefined {
  const colon = key.indexOf(":");
  const widths = key.slice(0, colon) === "weights" ? base.weights : base.activations;
  const name = key.slice(colon + 1);
  return Object.hasOwn(widths, name) ? widths[name] : undefined;
}
