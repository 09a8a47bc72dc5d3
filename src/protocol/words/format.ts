/**
 * Figures in the words that every surface shares: terminal, panel, hover. Protocol imports nothing, so sizes have a second home here
 * beside the engine's formatBytes; a test compares the two.
 */

const KIB = 1024;
const MIB = 1024 * 1024;

/** `1.94 MiB`, `340.5 KiB`, `70 B`: binary units, as data sheets of boards have them. */
export function formatSize(sizeBytes: number): string {
  const magnitude = Math.abs(sizeBytes);
  if (magnitude < KIB) return `${sizeBytes} B`;
  if (magnitude < MIB) return `${trimZeros((sizeBytes / KIB).toFixed(1))} KiB`;
  return `${trimZeros((sizeBytes / MIB).toFixed(2))} MiB`;
}

/** A need and its limit, with as many digits as it takes to tell them apart: `1.9983 MiB of 2 MiB`. */
export function formatShare(needBytes: number, limitBytes: number): string {
  const limit = formatSize(limitBytes);
  return `${sizeApartFrom(needBytes, limitBytes)} of ${limit}`;
}

/** A size in the words of formatSize, or with more digits where those would say the other's. */
export function sizeApartFrom(sizeBytes: number, otherBytes: number): string {
  const plain = formatSize(sizeBytes);
  const otherPlain = formatSize(otherBytes);
  if (sizeBytes === otherBytes || plain !== otherPlain) return plain;
  const [unit, name, plainDigits] =
    Math.max(sizeBytes, otherBytes) < MIB ? ([KIB, "KiB", 1] as const) : ([MIB, "MiB", 2] as const);
  const words = (bytes: number, digits: number): string => `${trimZeros((bytes / unit).toFixed(digits))} ${name}`;
  for (let digits = plainDigits + 1; digits <= 6; digits++) {
    const own = words(sizeBytes, digits);
    // The other is shown in its plain words, whose digits end earlier.
    if (own !== words(otherBytes, digits) && own !== otherPlain) return own;
  }
  return `${formatCount(sizeBytes)} B`;
}

/** `−32 KiB`, `+1.2 KiB`, `±0 B`. */
export function formatSizeChange(changeBytes: number): string {
  if (changeBytes === 0) return "±0 B";
  return `${changeBytes < 0 ? "−" : "+"}${formatSize(Math.abs(changeBytes))}`;
}

/** `1,234,567` in every locale, so that text is the same on every machine. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `512 k`, `13.6 M`, `1.25 G`: for parameters and multiply-accumulates; prefixes of the SI. */
export function formatLarge(count: number): string {
  if (count < 1e4) return formatCount(count);
  if (count < 1e6) return `${trimZeros((count / 1e3).toFixed(1))} k`;
  if (count < 1e9) return `${trimZeros((count / 1e6).toFixed(1))} M`;
  return `${trimZeros((count / 1e9).toFixed(2))} G`;
}

/** `62 ms`, `1.4 s`, `870 µs`: an estimate, in three digits. */
export function formatDuration(milliseconds: number): string {
  const [value, unit] =
    milliseconds >= 1000
      ? [milliseconds / 1000, "s"]
      : milliseconds >= 1 || milliseconds === 0
        ? [milliseconds, "ms"]
        : [milliseconds * 1000, "µs"];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

/** `120 MHz`. */
export function formatClock(hertz: number): string {
  return `${Number((hertz / 1e6).toPrecision(4))} MHz`;
}

/** `−1.2`, `+0.3`, `0`: a difference in points with a true minus sign. */
export function formatPoints(points: number): string {
  const text = points.toFixed(1);
  if (Number(text) === 0) return "0";
  return points < 0 ? `−${text.slice(1)}` : `+${text}`;
}

/** `97.1 %`; 100 only where nothing is missing, 0 only where there is nothing. */
export function formatPercent(percent: number): string {
  const text = percent.toFixed(1);
  if (text === "100.0" && percent < 100) return "99.9 %";
  if (text === "0.0" && percent > 0) return "0.1 %";
  return `${trimZeros(text)} %`;
}

/** A loss of any magnitude in two significant digits: `0`, `0.34`, `0.0012`, `3.1e-5`. */
export function formatLoss(loss: number): string {
  if (loss === 0) return "0";
  if (loss < 0.001 || loss >= 1000) return loss.toExponential(1).replace("e+", "e");
  return String(Number(loss.toPrecision(2)));
}

function trimZeros(text: string): string {
  return text.replace(/\.0+$/, "");
}

/** `a`, `a and b`, `a, b and c`. */
export function withAnd(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
