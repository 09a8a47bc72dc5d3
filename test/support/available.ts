/** Something that a machine may not have: then the tests that want it are skipped with the reason, in one line. */
export type Available<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };
