import { z } from "zod";
import type { StepInput } from "#app/domain/workflows/definitions/save-step.ts";
import { isRows, readSettings, rowsOf } from "#app/domain/workflows/drawing/setting-values.ts";
import type { SettingField } from "#app/domain/workflows/nodes/node-type.ts";
import type { FlowNode } from "#app/domain/workflows/rules/graph.ts";
import type { TypedStep } from "./typed-step.ts";

const text = z.string().max(50_000).default("");

/**
 * What the form of a step posts. `act` is `save`, `unfinished`, or a button of rows: `add:headers`, `drop:headers:2`.
 * Settings are read by the fields of the step's type and checked by the command.
 */
export const StepPosted = z.object({
	act: z.string().max(200).default("save"),
	base: text,
	back: text,
	name: text,
	settings: z.record(z.string(), z.unknown()).default({}),
	...{ retries: text, retryAfterSeconds: text, timeoutSeconds: text },
});
type StepPosted = z.output<typeof StepPosted>;

/** What the command takes, of what was posted. A number that is none is handed on, so that it is refused at its field. */
export function stepInput(posted: StepPosted, fields: readonly SettingField[], node: FlowNode): StepInput {
	const number = (value: string) => (value.trim() === "" ? undefined : Number(value));
	const retries = Object.entries({
		retries: number(posted.retries),
		retryAfterSeconds: number(posted.retryAfterSeconds),
		timeoutSeconds: number(posted.timeoutSeconds),
	}).filter(([, value]) => value !== undefined);
	return {
		base: posted.base,
		name: posted.name,
		settings: readSettings(fields, posted.settings, node.settings),
		retries: Object.fromEntries(retries),
		isUnfinished: posted.act === "unfinished",
	};
}

/** The form as it was typed with one row more or less; undefined where the button was none of rows. */
export function withRows(posted: StepPosted, fields: readonly SettingField[]): TypedStep | undefined {
	const [, verb, name = "", at = ""] = /^(add|drop):([a-zA-Z]+)(?::(\d{1,3}))?$/.exec(posted.act) ?? [];
	const field = fields.find((one) => one.name === name);
	if (!verb || !field || !isRows(field.kind)) return undefined;
	const rows = rowsOf(field.kind, posted.settings[name]);
	const after =
		verb === "add" ? [...rows, ...rowsOf(field.kind, [{}])] : rows.filter((_row, index) => index !== Number(at));
	const { act: _act, back: _back, ...typed } = posted;
	return { ...typed, settings: { ...posted.settings, [name]: after } };
}
