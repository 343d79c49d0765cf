/** What the ways out of steps are called; a way that a type names itself, such as a label's, is called as it is. */
const LABELS: Record<string, string> = {
	next: "Then",
	yes: "Yes",
	no: "No",
	error: "If it fails",
	late: "If time is up",
	each: "For each item",
	done: "After the last item",
	otherwise: "Otherwise",
	found: "If found",
	none: "If nothing is found",
	approved: "If approved",
	declined: "If declined",
	skipped: "If skipped",
};

/** A way out of a step, in words. */
export function portLabel(port: string): string {
	const known = Object.hasOwn(LABELS, port) ? LABELS[port] : undefined;
	return known ?? `${port[0]?.toUpperCase() ?? ""}${port.slice(1).replaceAll("_", " ")}`;
}
