/** `verify` from request to exit code. */
import { resolve } from "node:path";
import { findTarget, ok, parseBytes, type Outcome, type Problem } from "../engine";
import { jsonText } from "../formats/jsonText";
import { readTargets } from "../worker/settings/readTargets";
import { verifyProject, type VerifySettings } from "../worker/verify/verify";
import { writeVerification } from "../worker/report/writeResults";
import type { VerifyRequest } from "./requests";
import { EXIT, type ExitCode } from "./exitCode";
import { printProblems } from "./terminal/printProblems";
import { renderVerification, renderVerified } from "./render/renderVerification";
import type { Surroundings } from "./runJob";

export async function runVerify(request: VerifyRequest, surroundings: Surroundings): Promise<ExitCode> {
  const { folder, streams, watch } = surroundings;
  const settings = await settingsOf(request, folder);
  const result = settings.ok ? await verifyProject(settings.value, watch) : settings;
  const written = result.ok
    ? await writeVerification(result.value.verification, resolve(folder, request.folder))
    : result;
  if (!result.ok || !written.ok) {
    await printProblems(written.ok ? [] : written.problems.map(withOption), streams.err);
    return EXIT.refused;
  }
  const { verification } = result.value;
  const { out } = streams;
  if (request.json) await out.write(jsonText(verification));
  else if (request.quiet) await out.write(`${renderVerified(result.value, out.terminal).join("\n")}\n`);
  else await out.write(renderVerification(result.value, out.terminal));
  return verification.passed ? EXIT.done : EXIT.unfit;
}

/** What this command's options can do about it, which the editor's person does not have. */
const OPTIONS: Readonly<Record<string, string>> = {
  "verify.changed": "generate the project again, or insist with --allow-changed",
  "verify.machine": "verify on this machine with --host",
};

function withOption(problem: Problem): Problem {
  const hint = OPTIONS[problem.code];
  return hint === undefined ? problem : { ...problem, hint };
}

async function settingsOf(request: VerifyRequest, folder: string): Promise<Outcome<VerifySettings>> {
  const targets = await readTargets(
    request.targetsPath === undefined ? undefined : resolve(folder, request.targetsPath),
  );
  if (!targets.ok) return targets;
  const target = request.target === undefined ? undefined : findTarget(request.target, targets.value);
  if (target && !target.ok) return target;
  const flash = request.flash === undefined ? undefined : parseBytes(request.flash, "--flash");
  if (flash && !flash.ok) return flash;
  const ram = request.ram === undefined ? undefined : parseBytes(request.ram, "--ram");
  if (ram && !ram.ok) return ram;
  return ok({
    folder: resolve(folder, request.folder),
    ...(target && { target: target.value }),
    ...(flash && { flashBytes: flash.value }),
    ...(ram && { ramBytes: ram.value }),
    ...(request.optimization !== undefined && { optimization: request.optimization }),
    host: request.host,
    allowChanged: request.allowChanged,
  });
}
