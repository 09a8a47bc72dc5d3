/** Durations as people write them. */
import { ok, refuse, type Outcome } from "./outcome";

const UNITS: ReadonlyMap<string, number> = new Map([
  ["us", 1e-6],
  ["µs", 1e-6],
  ["ms", 1e-3],
  ["s", 1],
]);
/** Of an inference; a slower one is nobody's limit. */
const MOST_SECONDS = 86_400;

/**
 * Reads `50ms`, `1.5 s`, `800us`.
 * @param place what the text belongs to, for the message (an option or a settings key)
 * @returns seconds
 */
export function parseDuration(text: string, place: string): Outcome<number> {
  const match = /^(\d+(?:\.\d+)?)\s*([a-zµ]+)$/i.exec(text.trim());
  const unit = match ? UNITS.get((match[2] ?? "").toLowerCase()) : undefined;
  const hint = "write a number with us, ms or s, such as 50ms";
  if (!match || unit === undefined)
    return refuse({ code: "duration.unreadable", message: `"${text}" is not a duration`, place, hint });
  const seconds = Number(match[1]) * unit;
  if (seconds > 0 && seconds <= MOST_SECONDS) return ok(seconds);
  const message = seconds > 0 ? `"${text}" is longer than a day` : `a duration must be positive, not "${text}"`;
  return refuse({ code: "duration.absurd", message, place, hint });
}
