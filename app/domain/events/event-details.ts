import type { EventLine } from "./event-queries.ts";
import { fieldLabel } from "./labels.ts";
import { type Piece, type Reader, sayValue, tellsField } from "./say-event.ts";
import { fieldName } from "./subject-names.ts";

/** One line beside a sentence: a field and its value, or its value before and after. */
export type Detail = { label: string; before?: Piece; value: Piece };

// Said by the sentence itself, or of use to programs alone.
const LEFT_OUT = new Set([
	"because",
	"currency",
	"sequence",
	"again",
	"via",
	"by",
	"shipped",
	"state",
	"purpose",
	"author",
	"cause",
	"version",
]);

/** What changed, then what else is told of an event; values that are not there are left out, and so is what a name says. */
export function detailsOf(event: EventLine, reader: Reader): Detail[] {
	const changed = Object.entries(event.changes).filter(([field]) => !tellsField(event, "changes", field));
	const changes = changed.map(([field, [before, after]]) => ({
		label: fieldName(field, event.subject, reader.names) ?? changeLabel(field, event),
		before: sayValue(field, before, event, reader),
		value: sayValue(field, after, event, reader),
	}));
	const known = new Set([event.subject.id, event.parent?.id, ...Object.keys(event.changes)]);
	const more = Object.entries(event.data)
		.filter(
			([field, value]) =>
				isTold(field, value) && !tellsField(event, "data", field) && !known.has(field) && !known.has(String(value)),
		)
		.map(([field, value]) => ({ label: fieldLabel(field), value: sayValue(field, value, event, reader) }))
		.filter(({ value }) => value.text !== "something that is gone");
	return [...changes, ...more];
}

function isTold(field: string, value: unknown): boolean {
	const isEmpty = value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
	return !isEmpty && !LEFT_OUT.has(field);
}

/** Shops' locations are matched by the shop's own names for them, channels are switched by theirs: those are no fields. */
function changeLabel(field: string, { name }: EventLine): string {
	return name === "shop.locations-mapped" ? `The shop's location ${field}` : fieldLabel(field);
}
