/** A remark or refusal about a text that was read: the same shape as the engine's Problem. */
export interface Remark {
  readonly code: string;
  readonly message: string;
  readonly place?: string;
  readonly hint?: string;
}
