import { invalid } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { storable } from "#app/domain/integrations/storable.ts";

/** The value of a JSON text that was typed into a field; an empty one is nothing. 422 at the field, in words. */
export function jsonValue(text: string, field: string): unknown {
	if (text.trim() === "") return undefined;
	try {
		return storable(JSON.parse(text));
	} catch (error) {
		const where = /position (\d+)/.exec((error as Error).message)?.[1];
		const line = where === undefined ? "" : ` Look at line ${text.slice(0, Number(where)).split("\n").length}.`;
		throw invalid("This is not JSON.", { [field]: [`This is not JSON, such as {"name": "Ann"}.${line}`] });
	}
}

/** As `jsonValue`, for named values. */
export function jsonObject(text: string, field: string): Record<string, unknown> {
	const value = jsonValue(text, field) ?? {};
	if (value === null || typeof value !== "object" || Array.isArray(value)) {
		throw invalid("Named values are needed.", { [field]: ['Write named values, such as {"name": "Ann"}.'] });
	}
	return value as Record<string, unknown>;
}

/** What a run is about, where its input says so as events do. */
export function subjectOf({ subject }: Record<string, unknown>): { type: string; id: string } | null {
	const { type, id } = (subject ?? {}) as { type?: unknown; id?: unknown };
	return typeof type === "string" && isId(id) ? { type: type.slice(0, 60), id } : null;
}
