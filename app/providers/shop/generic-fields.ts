import type { GenericMapping, MappedField } from "./generic-mapping.ts";

/** Reads fields of an unknown JSON by path, and turns units into ours. What is not there is null. */

export function at(json: unknown, path: string): unknown {
	let here = json;
	for (const name of path.split(".")) {
		if (typeof here !== "object" || here === null || !Object.hasOwn(here, name)) return undefined;
		here = (here as Record<string, unknown>)[name];
	}
	return here;
}

export function valueAt(json: unknown, field: MappedField | undefined): unknown {
	const paths = field === undefined ? [] : [field].flat();
	return paths.map((path) => at(json, path)).find((value) => value !== undefined && value !== null && value !== "");
}

export function textAt(json: unknown, field: MappedField | undefined): string | null {
	const value = valueAt(json, field);
	if (typeof value !== "string" && typeof value !== "number") return null;
	return String(value).trim().slice(0, 10_000) || null;
}

export function numberAt(json: unknown, field: MappedField | undefined): number | null {
	const value = valueAt(json, field);
	const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
	return typeof number === "number" && Number.isFinite(number) ? number : null;
}

export function flagAt(json: unknown, field: MappedField | undefined): boolean | null {
	const value = valueAt(json, field);
	if (value === undefined) return null;
	return value === true || value === 1 || value === "1" || value === "true";
}

/** Cents, from whole cents or from decimal units ("19.99" is 1999). */
export function centsAt(json: unknown, field: MappedField | undefined, unit: "cents" | "units"): number | null {
	const number = numberAt(json, field);
	if (number === null) return null;
	return Math.round(unit === "cents" ? number : Number((number * 100).toPrecision(15)));
}

export function minutesAt(
	json: unknown,
	field: MappedField | undefined,
	unit: GenericMapping["units"]["duration"],
): number | null {
	const number = numberAt(json, field);
	if (number === null || number <= 0) return null;
	const factor = { minutes: 1, hours: 60, seconds: 1 / 60 }[unit];
	return Math.max(1, Math.round(number * factor));
}

export function instantAt(
	json: unknown,
	field: MappedField | undefined,
	unit: GenericMapping["units"]["time"],
): Date | null {
	if (unit === "iso") {
		const text = textAt(json, field);
		const millis = text === null ? Number.NaN : Date.parse(text);
		return Number.isNaN(millis) ? null : new Date(millis);
	}
	const number = numberAt(json, field);
	return number === null ? null : new Date(number * (unit === "seconds" ? 1000 : 1));
}

export type Filling = Record<string, string | number | null>;

/** A URL path with its names filled in and encoded. A name without a value becomes nothing. */
export function filledPath(template: string, filling: Filling): string {
	return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(filling[name] ?? "")));
}

/**
 * A JSON template with its names filled in: "{id}" alone keeps the value's type, within a text it is written out. A
 * property whose name has no value is left out, so that one template serves whole and partial changes.
 */
export function filledBody(template: unknown, filling: Filling): unknown {
	if (typeof template === "string") {
		const whole = /^\{(\w+)\}$/.exec(template);
		return whole
			? filling[whole[1]!]
			: template.replace(/\{(\w+)\}/g, (_, name: string) => String(filling[name] ?? ""));
	}
	if (Array.isArray(template)) return template.map((entry) => filledBody(entry, filling));
	if (typeof template !== "object" || template === null) return template;
	// What is undefined here, JSON.stringify leaves out.
	return Object.fromEntries(Object.entries(template).map(([key, entry]) => [key, filledBody(entry, filling)]));
}
