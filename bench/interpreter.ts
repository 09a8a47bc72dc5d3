/**
 * Seconds an image and multiply-accumulates a second of the reference interpreter, on networks of well-known shapes filled with
 * random 8-bit numbers. Run: npx tsx bench/interpreter.ts [images]
 */
import { runProgram } from "../src/engine/interpret/runProgram";
import { mobileNetV1, mobileNetV2 } from "../test/support/firmware/architectures";
import { randomRun } from "../test/support/networks/randomProgram";

const images = Number(process.argv[2] ?? 3);

for (const network of [mobileNetV1(1, 224), mobileNetV1(0.5, 160), mobileNetV2()]) {
  const { program, inputs } = randomRun(network, 1, { bits: 8 });
  const macs = network.layers.reduce((sum, layer) => sum + layer.macs, 0);
  const seconds = Array.from({ length: images }, () => {
    const start = performance.now();
    runProgram(program, inputs);
    return (performance.now() - start) / 1000;
  });
  const best = Math.min(...seconds);
  const each = seconds.map((value) => value.toFixed(2)).join(", ");
  console.log(
    `${network.name}: ${(macs / 1e6).toFixed(0)} M MACs, ${each} s an image, best ${(macs / best / 1e9).toFixed(2)} G MACs/s`,
  );
}
