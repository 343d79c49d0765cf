import type { SettingField } from "#app/domain/workflows/nodes/node-type.ts";

type Settings = Record<string, unknown>;

/** The two names in a row of each kind of rows. */
export const ROW_PARTS = { pairs: ["name", "value"], cases: ["port", "when"] } as const;

export const isRows = (kind: SettingField["kind"]): kind is "pairs" | "cases" => kind === "pairs" || kind === "cases";

/**
 * A step's settings from what a form posted for its fields: numbers as numbers where they are, switches as yes and no, rows
 * without empty ones; what may be left out and is empty is left out. Settings that no field shows stay as stored.
 */
export function readSettings(fields: readonly SettingField[], posted: Settings, stored: Settings): Settings {
	const shown = new Set(fields.map(({ name }) => name));
	const rest = Object.entries(stored).filter(([name]) => !shown.has(name));
	const read = fields.flatMap((field): [string, unknown][] => {
		const value = readField(field, typedOf(field, posted));
		return value === undefined ? [] : [[field.name, value]];
	});
	return Object.fromEntries([...rest, ...read]);
}

/** The field beside a member's, for an expression in place of a name. */
export const expressionName = (name: string): string => `${name}_expression`;

function typedOf({ name, kind, references }: SettingField, posted: Settings): unknown {
	if (references === "record" && isMeant(posted[`${name}_asked`], posted[name]))
		return posted[`${name}_chosen`] ?? posted[name];
	const expression = kind === "member" ? posted[expressionName(name)] : undefined;
	return typeof expression === "string" && expression.trim() !== "" ? expression : posted[name];
}

function readField({ kind, isOptional }: SettingField, value: unknown): unknown {
	if (isRows(kind)) return rowsOf(kind, value).filter((row) => Object.values(row).some((one) => one.trim() !== ""));
	const text = typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
	switch (kind) {
		case "switch":
			return value === "on" || value === "true";
		case "number":
			if (text.trim() === "") return undefined;
			return Number.isFinite(Number(text)) ? Number(text) : text;
		case "choice":
		case "member":
			return text === "" ? undefined : text;
		default:
			return text.trim() === "" && isOptional ? undefined : text;
	}
}

/** Rows as a form shows them, whatever was stored or typed: every part a text. */
export function rowsOf(kind: "pairs" | "cases", value: unknown): Record<string, string>[] {
	if (!Array.isArray(value)) return [];
	return value.map((row) =>
		Object.fromEntries(
			ROW_PARTS[kind].map((part) => {
				const one = partOf((row ?? {}) as Record<string, unknown>, part);
				return [part, one === undefined || one === null ? "" : String(one).replaceAll("\r\n", "\n")];
			}),
		),
	);
}

/** A part of a row; of its value what goes before it: an expression, or what was chosen for the name that stands there. */
function partOf(row: Record<string, unknown>, part: string): unknown {
	if (part !== "value") return row[part];
	if (typeof row.expression === "string" && row.expression.trim() !== "") return row.expression;
	return isMeant(row.asked, row.value) && row.chosen ? row.chosen : row.value;
}

/** Whether what one chose among was asked for the name that still stands there. */
const isMeant = (asked: unknown, value: unknown): boolean => asked !== undefined && asked === value;
