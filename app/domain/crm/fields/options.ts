import { invalid } from "#app/base/errors.ts";
import { type FieldKind, type FieldOption, hasOptions } from "./schema.ts";

/** Throws 422 for a choice with nothing to choose from, or with two options of the same name. */
export function assertOptions(kind: FieldKind, options: readonly FieldOption[]): void {
	if (!hasOptions(kind)) return;
	const refuse = (message: string) => invalid(message, { options: [message] });
	if (options.every(({ archived }) => archived)) throw refuse("Give at least one choice.");
	const labels = options.map(({ label }) => label.toLowerCase());
	if (new Set(labels).size < labels.length) throw refuse("Two choices have the same name. Give each its own.");
	// Several choices stand in one cell of a file with semicolons between.
	if (labels.some((label) => label.includes(";"))) throw refuse("A choice cannot have a semicolon in its name.");
}
