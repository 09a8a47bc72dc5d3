/**
 * Sizes in bytes, read and written. kB = 1000, KiB = 1024, MB = 10^6, MiB = 2^20, in input and output alike.
 */
import { ok, refuse, type Outcome } from "./outcome";

/** A map, because an object would also answer to the names that every object inherits. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["b", 1],
  ["kb", 1000],
  ["mb", 1_000_000],
  ["kib", 1024],
  ["mib", 1024 * 1024],
]);
/** More than the error of a decimal fraction times a unit, less than any fraction of a byte that a person would write. */
const FRACTION_ERROR = 1e-3;

/**
 * Reads `512KiB`, `2MB`, `1.5 MiB` or plain bytes. Units are case-insensitive; a fraction of a byte is dropped, so
 * that a limit never grows.
 * @param place what the text belongs to, for the message (an option or a settings key)
 */
export function parseBytes(text: string, place: string): Outcome<number> {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const factor = match ? UNITS.get((match[2] ?? "").toLowerCase()) : undefined;
  const hint = "write bytes (524288) or a number with kB, KiB, MB or MiB, such as 512KiB";
  if (!match || factor === undefined) {
    return refuse({ code: "size.unreadable", message: `"${text}" is not a size`, place, hint });
  }
  const sizeBytes = Math.floor(Number(match[1]) * factor + FRACTION_ERROR);
  if (sizeBytes <= 0)
    return refuse({ code: "size.zero", message: `a size must be positive, not "${text}"`, place, hint });
  if (sizeBytes > 2 ** 40) {
    return refuse({ code: "size.absurd", message: `"${text}" is more than any microcontroller has`, place, hint });
  }
  return ok(sizeBytes);
}

/** `1.94 MiB`, `340.5 KiB`, `70 B`: binary units, three significant digits or so, never rounded up to a unit it does not reach. */
export function formatBytes(sizeBytes: number): string {
  const magnitude = Math.abs(sizeBytes);
  if (magnitude < 1024) return `${sizeBytes} B`;
  if (magnitude < 1024 * 1024) return `${trim(sizeBytes / 1024, 1)} KiB`;
  return `${trim(sizeBytes / (1024 * 1024), 2)} MiB`;
}

function trim(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.0+$/, "");
}
