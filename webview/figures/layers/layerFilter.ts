/**
 * The filter over the table: words that must all hold, `conv bits:4 live:>100KiB -is:edited`. A bare word is looked for in name and operator;
 * `key:value` asks for a property; a leading minus negates; quotes keep blanks together.
 */
import { isEdited, type LayerRow } from "./layerRows";

type Test = (row: LayerRow) => boolean;
type Parsed = { readonly ok: true; readonly test: Test } | { readonly ok: false; readonly problem: string };

export const FILTER_HELP =
  "Words are looked for in name and operator. w:4, a:2 or bits:4 ask for a width; op:depthwise for an operator; bytes:>10KiB, live:>100KiB, error:>0.01 or macs:>1M compare; is:edited, is:peak and is:fixed are marks. A minus in front negates.";

const KEYS: Readonly<Record<string, (value: string) => Parsed>> = {
  name: (value) => holds(({ layer }) => includes(layer.name, value)),
  op: (value) => holds(({ layer }) => includes(layer.op, value)),
  w: (value) => width(value, (row, bits) => row.weights?.bits === bits),
  a: (value) => width(value, (row, bits) => row.activation.bits === bits),
  bits: (value) => width(value, (row, bits) => row.weights?.bits === bits || row.activation.bits === bits),
  bytes: (value) => compare(value, ({ layer }) => layer.weightBytes + layer.constantBytes),
  live: (value) => compare(value, ({ layer }) => layer.liveBytes),
  error: (value) => compare(value, ({ layer }) => layer.error),
  macs: (value) => compare(value, ({ layer }) => layer.macs),
  is: mark,
};

const MARKS: Readonly<Record<string, Test>> = {
  edited: isEdited,
  peak: ({ isPeak }) => isPeak,
  fixed: ({ activation }) => activation.choice === null,
};

export function parseFilter(text: string): Parsed {
  const tests: Test[] = [];
  for (const [word] of text.matchAll(/(?:"[^"]*"?|[^\s"])+/g)) {
    const negated = word.startsWith("-") && word.length > 1;
    const parsed = parseWord((negated ? word.slice(1) : word).replaceAll('"', ""));
    if (!parsed.ok) return parsed;
    tests.push(negated ? (row) => !parsed.test(row) : parsed.test);
  }
  return holds((row) => tests.every((test) => test(row)));
}

function parseWord(word: string): Parsed {
  const colon = word.indexOf(":");
  const key = word.slice(0, Math.max(0, colon)).toLowerCase();
  // Names have colons as well: "StatefulPartitionedCall:0" is a word, not a key.
  if (!Object.hasOwn(KEYS, key)) return holds(({ layer }) => includes(layer.name, word) || includes(layer.op, word));
  const value = word.slice(colon + 1);
  // While it is being typed, a key without its value asks for nothing yet.
  return value === "" ? holds(() => true) : (KEYS[key]?.(value) ?? holds(() => true));
}

function holds(test: Test): Parsed {
  return { ok: true, test };
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

function width(value: string, test: (row: LayerRow, bits: number) => boolean): Parsed {
  const bits = Number(value);
  if (bits !== 2 && bits !== 4 && bits !== 8) return { ok: false, problem: `Widths are 2, 4 and 8, not “${value}”.` };
  return holds((row) => test(row, bits));
}

function mark(value: string): Parsed {
  const name = value.toLowerCase();
  const test = Object.hasOwn(MARKS, name) ? MARKS[name] : undefined;
  return test
    ? holds(test)
    : { ok: false, problem: `After “is:” comes ${Object.keys(MARKS).join(", ")}; not “${value}”.` };
}

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  kib: 1024,
  m: 1e6,
  mb: 1e6,
  mib: 1024 * 1024,
};

function compare(value: string, figure: (row: LayerRow) => number | null): Parsed {
  const match = /^(>=|<=|>|<|=)?(\d+(?:\.\d+)?(?:e-?\d+)?)([a-z]*)$/i.exec(value);
  const unit = UNITS[match?.[3]?.toLowerCase() ?? ""];
  if (!match || unit === undefined)
    return { ok: false, problem: `Compare with a number, as in “>100KiB”; not “${value}”.` };
  const limit = Number(match[2]) * unit;
  const operator = match[1] ?? "=";
  return holds((row) => {
    const x = figure(row);
    if (x === null) return false;
    switch (operator) {
      case ">":
        return x > limit;
      case ">=":
        return x >= limit;
      case "<":
        return x < limit;
      case "<=":
        return x <= limit;
      default:
        return x === limit;
    }
  });
}
