/**
 * Makes everything in this folder that is not written by hand.
 *
 *   npx tsx examples/keywords/make.ts             all of it, about twenty minutes
 *   npx tsx examples/keywords/make.ts data        calibration.npz, test.npz, clips.csv
 *   npx tsx examples/keywords/make.ts train       keywords.onnx
 *   npx tsx examples/keywords/make.ts measure     the accuracy in README.md
 *
 * Each stage draws from generators of its own, so changing one leaves the others' numbers as they were.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "../../src/engine/base/random";
import { encodeOnnx } from "../../src/engine/onnx/encode/encode";
import { makeClips, recordSpeech, stackCodes, type Difficulty } from "./clips";
import { clipTable, encodeNpz } from "./dataFiles";
import { describeAccuracy, evaluate, runModel } from "./evaluate";
import { buildNetwork } from "./network";
import { graphOf } from "./onnxFile";
import { classify, train, type Schedule } from "./train";

const TRAINING: Difficulty = { signalToNoise: [3, 35], warp: 0.15 };
const TESTING: Difficulty = { signalToNoise: [10, 35], warp: 0.08 };
const SCHEDULE: Schedule = { steps: 2000, batch: 32, peakRate: 4e-3, decay: 2e-2, smoothing: 0.05 };

const here = (name: string): string => join(__dirname, name);

function makeData(): void {
  say("calibration and test clips");
  const calibration = makeClips(8, recordSpeech("calibration", 2, 20, seededRandom(21)), TESTING, seededRandom(22));
  const test = makeClips(100, recordSpeech("test", 5, 50, seededRandom(31)), TESTING, seededRandom(32));
  writeFileSync(here("calibration.npz"), encodeNpz(calibration));
  writeFileSync(here("test.npz"), encodeNpz(test));
  const splits = [["calibration", calibration] as const, ["test", test] as const];
  writeFileSync(here("clips.csv"), clipTable(splits));
}

async function makeModel(): Promise<void> {
  say("training speech");
  const speech = recordSpeech("train", 4, 50, seededRandom(41));
  const network = buildNetwork(seededRandom(42));
  say(`training: ${SCHEDULE.steps} steps of ${SCHEDULE.batch} clips`);
  train(network, speech, TRAINING, SCHEDULE, seededRandom(43), (step, loss, accuracy) =>
    say(`step ${step}: loss ${loss.toFixed(3)}, ${(100 * accuracy).toFixed(1)} % right`),
  );
  writeFileSync(here("keywords.onnx"), encodeOnnx(graphOf(network)));

  const clips = makeClips(10, speech, TRAINING, seededRandom(44));
  const expected = classify(network, stackCodes(clips), clips.length);
  const written = await runModel(here("keywords.onnx"), stackCodes(clips));
  const different = expected.filter((label, i) => label !== written[i]).length;
  // sums in another order may settle one near tie differently, and nothing else may
  if (different > 1) throw new Error(`keywords.onnx disagrees with the trained layers on ${different} clips`);
}

async function measure(): Promise<void> {
  const text = describeAccuracy(await evaluate(here("keywords.onnx"), here("test.npz")));
  const readme = readFileSync(here("README.md"), "utf8");
  const section = /(<!-- measured -->\n)[\s\S]*(<!-- \/measured -->)/;
  writeFileSync(here("README.md"), readme.replace(section, `$1\n${text}\n\n$2`));
  say(text);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(stage: string | undefined): Promise<void> {
  if (stage === undefined || stage === "data") makeData();
  if (stage === undefined || stage === "train") await makeModel();
  if (stage === undefined || stage === "measure") await measure();
}

void main(process.argv[2]);
