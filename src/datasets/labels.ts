/** Labels from tables: `labels.csv` beside images, `classes.csv` or `classes.json` that names the classes. */
import { join } from "node:path";
import { ok, refuse, type Outcome, type Problem } from "../engine";
import { columnOf, parseCsv, type CsvRow } from "./csv";
import { listFolder, readTextFile } from "./files";

const FILE_HEADERS = ["file", "filename", "file_name", "image", "path", "name"];
const CLASS_HEADERS = ["class", "label", "index", "target", "category", "class_index", "label_index"];
const INDEX_HEADERS = ["index", "id", "class", "label"];

/** Class index by class name; every way in which classes.csv names a class leads to it. */
export type ClassNames = ReadonlyMap<string, number>;

/** The name by which a class is shown: the last that was given for it, which in tables is the plain word behind identifiers. */
export function titlesOf(names: ClassNames | undefined): ReadonlyMap<number, string> {
  return new Map([...(names ?? [])].map(([name, index]) => [index, name]));
}

/** classes.csv (index and names) or classes.json (a list of names) of that folder; undefined where there is neither. */
export async function readClassNames(folder: string): Promise<Outcome<ClassNames | undefined>> {
  const listing = await listFolder(folder);
  if (!listing.ok) return listing;
  const name = ["classes.csv", "classes.json"].find((candidate) => listing.value.files.includes(candidate));
  if (name === undefined) return ok(undefined);
  const path = join(folder, name);
  const text = await readTextFile(path);
  if (!text.ok) return text;
  return name.endsWith(".csv") ? classesFromCsv(text.value, path) : classesFromJson(text.value, path);
}

function classesFromJson(text: string, place: string): Outcome<ClassNames> {
  let names: unknown;
  try {
    names = JSON.parse(text);
  } catch {
    names = undefined;
  }
  if (Array.isArray(names) && names.every((name) => typeof name === "string")) {
    return ok(new Map(names.map((name, index) => [name, index])));
  }
  return refuse({
    code: "labels.classes",
    message: "this is not a list of class names",
    place,
    hint: 'write ["cat", "dog"]',
  });
}

/** Every cell that is not the index names the class, whole and up to its first comma ("tench, Tinca tinca" is also "tench"). */
function classesFromCsv(text: string, place: string): Outcome<ClassNames> {
  const [header, ...rows] = parseCsv(text);
  const indexColumn = header ? columnOf(header, INDEX_HEADERS) : -1;
  if (!header || indexColumn < 0) {
    return refuse({
      code: "labels.classes",
      message: "no column is named index",
      place,
      hint: "begin with a line: index,name",
    });
  }
  const whole = new Map<string, number>();
  const first = new Map<string, number | undefined>();
  for (const row of rows) {
    const index = indexOf(row.cells[indexColumn]);
    if (index === undefined) {
      const message = `"${row.cells[indexColumn] ?? ""}" is not a class index`;
      return refuse({
        code: "labels.classes",
        message,
        place: `${place}:${row.line}`,
        hint: "use whole numbers from 0",
      });
    }
    row.cells.forEach((cell, column) => {
      if (column === indexColumn || cell === "") return;
      whole.set(cell, index);
      const short = (cell.split(",")[0] ?? "").trim();
      first.set(short, first.has(short) && first.get(short) !== index ? undefined : index); // two classes: the short form names none
    });
  }
  for (const [name, index] of first) if (index !== undefined && !whole.has(name)) whole.set(name, index);
  return ok(whole);
}

export interface LabelRow {
  readonly label: number;
  /** File and line, for messages. */
  readonly place: string;
}

/** Class index by file, as the table names the files, with "/" between folders. */
export async function readLabelTable(
  path: string,
  names: ClassNames | undefined,
): Promise<Outcome<ReadonlyMap<string, LabelRow>>> {
  const text = await readTextFile(path);
  if (!text.ok) return text;
  const [header, ...rows] = parseCsv(text.value);
  const fileColumn = header ? columnOf(header, FILE_HEADERS) : -1;
  const classColumn = header ? columnOf(header, CLASS_HEADERS) : -1;
  if (!header || fileColumn < 0 || classColumn < 0) {
    const message = "the first line must name a file column and a class column";
    return refuse({ code: "labels.header", message, place: `${path}:1`, hint: "begin with a line: file,class" });
  }
  const labels = new Map<string, LabelRow>();
  for (const row of rows) {
    const place = `${path}:${row.line}`;
    const label = labelOf(row, classColumn, names, place);
    if (!label.ok) return label;
    const file = (row.cells[fileColumn] ?? "").replaceAll("\\", "/").replace(/^\.\//, "");
    const known = labels.get(file);
    if (known && known.label !== label.value) {
      const message = `"${file}" has two classes, ${known.label} and ${label.value}`;
      return refuse({ code: "labels.twice", message, place, hint: `the other one is at ${known.place}` });
    }
    labels.set(file, { label: label.value, place });
  }
  return ok(labels);
}

function labelOf(row: CsvRow, column: number, names: ClassNames | undefined, place: string): Outcome<number> {
  const cell = row.cells[column] ?? "";
  const index = indexOf(cell) ?? names?.get(cell);
  if (index !== undefined) return ok(index);
  const message = cell === "" ? "the row has no class" : `"${cell}" is neither a class index nor the name of a class`;
  const hint = names
    ? "add the name to classes.csv, or write its index"
    : "write the index, or put classes.csv (index,name) beside the files";
  return refuse({ code: "labels.unreadable", message, place, hint });
}

/** A whole number from 0, as text. */
export function indexOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** @param classes how many the model tells apart, where that is known */
export function labelProblem(label: number, classes: number | undefined, place: string): Problem | undefined {
  const isIndex = Number.isInteger(label) && label >= 0;
  if (isIndex && (classes === undefined || label < classes)) return undefined;
  const range =
    classes === undefined ? "a whole number from 0" : `0 to ${classes - 1}, one of the model's ${classes} outputs`;
  const hint = "check that the labels belong to this model, and whether they begin at 0 or at 1";
  return { code: "labels.range", message: `label ${label} is not ${range}`, place, hint };
}
