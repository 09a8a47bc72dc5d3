/** The command line's own code, run in this process. */
import { run } from "../../src/cli/run";

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** @param folder from which it is called */
export async function bitwrightIn(folder: string, argv: readonly string[]): Promise<Answer> {
  const terminal = { columns: 100, colour: false, unicode: false, interactive: false };
  let [out, err] = ["", ""];
  const code = await run(argv, {
    version: "test",
    folder,
    env: {},
    streams: {
      out: { terminal, write: (text) => Promise.resolve(void (out += text)) },
      err: { terminal, write: (text) => Promise.resolve(void (err += text)) },
    },
    watchInterrupts: () => ({ cancelled: false }),
    now: () => 0,
  });
  return { code, out, err };
}
