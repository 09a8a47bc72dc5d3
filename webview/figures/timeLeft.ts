/** How long it takes still, in the words of a person: a figure that jumps every second would claim more than is known. */

export function formatTimeLeft(secondsLeft: number | null): string {
  if (secondsLeft === null) return "";
  if (secondsLeft < 10) return "a few seconds left";
  if (secondsLeft < 55) return `about ${Math.ceil(secondsLeft / 10) * 10} s left`;
  if (secondsLeft < 90) return "about a minute left";
  if (secondsLeft < 3600) return `about ${Math.round(secondsLeft / 60)} min left`;
  return `about ${(secondsLeft / 3600).toFixed(1)} h left`;
}
