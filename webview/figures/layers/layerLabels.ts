/**
 * What tells layers apart: converters give every layer of a network the same beginning and end (`StatefulPartitionedCall/model/…/Conv2D`),
 * which would fill a column with one word. Path segments that most names share are left out of labels; full names stay within reach.
 */

const SEPARATOR = "/";
/** Shared by so many of the names, a segment says nothing. */
const SHARE = 0.6;
/** Fewer layers than this are read in full. */
const LEAST_NAMES = 4;

/** One label a name, in order; unique where the names are. */
export function layerLabels(names: readonly string[]): readonly string[] {
  if (names.length < LEAST_NAMES) return names;
  const beginning = longestShared(
    names,
    (name, segments) => name.split(SEPARATOR).slice(0, segments).join(SEPARATOR) + SEPARATOR,
  );
  const end = longestShared(
    names,
    (name, segments) => SEPARATOR + name.split(SEPARATOR).slice(-segments).join(SEPARATOR),
  );
  const labels = names.map((name) => trimmed(name, beginning, end));
  return new Set(labels).size === new Set(names).size ? labels : names;
}

function trimmed(name: string, beginning: string, end: string): string {
  const head = beginning !== "" && name.startsWith(beginning) ? beginning.length : 0;
  const tail = end !== "" && name.endsWith(end) ? end.length : 0;
  return head + tail < name.length ? name.slice(head, name.length - tail) : name;
}

/** The longest run of whole segments that enough names have; empty where there is none. */
function longestShared(names: readonly string[], part: (name: string, segments: number) => string): string {
  let longest = "";
  for (let segments = 1; ; segments++) {
    const counts = new Map<string, number>();
    for (const name of names) {
      if (name.split(SEPARATOR).length <= segments) continue;
      const key = part(name, segments);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const [most] = [...counts].sort((a, b) => b[1] - a[1]);
    if (!most || most[1] < names.length * SHARE) return longest;
    longest = most[0];
  }
}
