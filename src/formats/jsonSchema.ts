/** The JSON schema of a check, for editors and for whoever reads our files with other tools. */
import { DEFINITION, type Check, type Schema } from "./check";

export interface SchemaHead {
  readonly title: string;
  readonly description: string;
}

/** A whole schema, draft 7: what `named` checks refer to stands once, under `definitions`. */
export function schemaOf(check: Check<unknown>, head: SchemaHead): object {
  const definitions = new Map<string, unknown>();
  const plain = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(plain);
    if (typeof part !== "object" || part === null) return part;
    const defined = (part as Schema)[DEFINITION];
    if (defined && !definitions.has(defined.name)) {
      definitions.set(defined.name, undefined); // its place is before those that it refers to
      definitions.set(defined.name, plain(defined.schema));
    }
    return Object.fromEntries(Object.entries(part).map(([keyword, value]) => [keyword, plain(value)]));
  };
  const whole = plain(check.schema) as object;
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    ...head,
    ...whole,
    ...(definitions.size > 0 && { definitions: Object.fromEntries(definitions) }),
  };
}
