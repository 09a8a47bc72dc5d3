/** The repository's folders, for tests that build, install and write. */
import { resolve } from "node:path";

/** From __filename, which holds however this file is loaded. */
export const root = resolve(__filename, "../../..");
/** Ignored by git: what tests make and may be deleted at any time. */
export const out = resolve(root, "out");
