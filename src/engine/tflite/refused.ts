/** Thrown where an operator or a tensor cannot be taken over; the walk over the operators catches it and tells the place. Seen in this folder alone. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
