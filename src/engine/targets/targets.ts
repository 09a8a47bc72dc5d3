/** Looking targets up: by name, and by what fits. Every function takes the list to look in, so a user's own targets join in. */
import { ok, refuse, type Outcome } from "../base/outcome";
import { BOARDS } from "./boards/boards";
import { closestNames, plainName } from "./closestNames";
import { ramBudgetBytes, type Target } from "./target";

/** The built-in targets, then `own`, which replace built-in ones of the same id. */
export function listTargets(own: readonly Target[] = []): readonly Target[] {
  const replaced = new Set(own.map(({ id }) => id));
  return [...BOARDS.filter(({ id }) => !replaced.has(id)), ...own];
}

/**
 * The target of that id, name or alias; case, spaces and dashes do not matter. Ids go before aliases.
 * @returns `target.unknown` with the nearest names otherwise
 */
export function findTarget(name: string, targets: readonly Target[] = listTargets()): Outcome<Target> {
  const wanted = plainName(name);
  const found =
    targets.find(({ id }) => plainName(id) === wanted) ??
    targets.find((target) => namesOf(target).some((known) => plainName(known) === wanted));
  if (found) return ok(found);
  const near = closestNames(name, targets.flatMap(namesOf));
  return refuse({
    code: "target.unknown",
    message: `no target is called "${name}"`,
    place: "target",
    hint:
      near.length > 0
        ? `did you mean ${near.join(" or ")}?`
        : "list the known targets, describe your own in a targets file, or state budgets in bytes",
  });
}

/** Real boards whose FLASH and default RAM region hold these sizes, smallest RAM first, then smallest FLASH. */
export function nearestBoards(
  flashBytes: number,
  ramBytes: number,
  targets: readonly Target[] = listTargets(),
): readonly Target[] {
  return targets
    .filter(
      (target) => target.emulated !== true && target.flashBytes >= flashBytes && ramBudgetBytes(target) >= ramBytes,
    )
    .sort(
      (a, b) =>
        ramBudgetBytes(a) - ramBudgetBytes(b) ||
        a.flashBytes - b.flashBytes ||
        (a.id < b.id ? -1 : Number(a.id > b.id)),
    );
}

function namesOf({ id, name, aliases }: Target): readonly string[] {
  return plainName(id) === plainName(name) ? [name, ...aliases] : [id, name, ...aliases];
}
