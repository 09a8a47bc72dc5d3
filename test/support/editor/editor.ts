/** The real editor of the tests, provided as a whole: code-server, the extension in it, and a Chromium to look at it. */
import { chromium, type Browser } from "playwright-core";
import type { Available } from "../available";
import { CHROMIUM_FLAGS, provideChromium } from "./chromium";
import { startCodeServer, type CodeServer } from "./codeServer";
import { provideCodeServer } from "./codeServerInstall";

export interface Editor {
  readonly server: CodeServer;
  readonly browser: Browser;
  stop(): Promise<void>;
}

/**
 * @param extension a .vsix
 * @param say receives a line before anything that takes long
 */
export async function startEditor(
  extension: string,
  say: (line: string) => void,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Available<Editor>> {
  const browserPath = provideChromium(say);
  if (!browserPath.ok) return browserPath;
  const installation = await provideCodeServer(say);
  if (!installation.ok) return installation;
  const server = await startCodeServer({ installation: installation.value, extensions: [extension], settings });
  const browser = await chromium.launch({ executablePath: browserPath.value, args: [...CHROMIUM_FLAGS] });
  const stop = async (): Promise<void> => {
    await browser.close();
    await server.stop();
  };
  return { ok: true, value: { server, browser, stop } };
}
