/**
 * Whether accuracy was measured on samples that calibration has seen too, told from the samples themselves while they are read anyway:
 * two folders may hold the same image under two names. The same image prepared in two ways counts as two.
 */
import { createHash } from "node:crypto";
import { givenBy, type Feeds, type Problem, type SampleSource } from "../../engine";
import { meant } from "../../protocol/words/settingWords";

export interface SharedSamples {
  readonly calibration: SampleSource;
  readonly learning: SampleSource;
  readonly evaluation: SampleSource;
  /** Asked after both were read. */
  note(): Problem | undefined;
}

export function watchShared(
  calibration: SampleSource,
  learning: SampleSource,
  evaluation: SampleSource,
): SharedSamples {
  const known = new Set<string>();
  const measured = new Map<number, string>();
  return {
    calibration: seen(calibration, (_, identity) => known.add(identity)),
    learning: seen(learning, (_, identity) => known.add(identity)),
    evaluation: seen(evaluation, (index, identity) => measured.set(index, identity)),
    note: () => {
      const shared = [...measured.values()].filter((identity) => known.has(identity)).length;
      if (shared === 0) return undefined;
      return {
        code: "data.overlap",
        message: `${shared} of ${measured.size} evaluation samples were calibrated on too, and accuracy may flatter`,
        hint: `keep the two apart: other files, or another pattern for ${meant("evaluation")}`,
      };
    },
  };
}

function seen(source: SampleSource, tell: (index: number, identity: string) => void): SampleSource {
  const told = new Set<number>();
  const steps = source.sequence?.steps ?? 1;
  return givenBy(source, async (index) => {
    const sample = await source.sample(index);
    if (!told.has(index) && index % steps === 0) {
      told.add(index);
      tell(index, identityOf(sample));
    }
    return sample;
  });
}

function identityOf(sample: Feeds): string {
  const hash = createHash("sha1");
  for (const { data } of sample.values()) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest("base64");
}
