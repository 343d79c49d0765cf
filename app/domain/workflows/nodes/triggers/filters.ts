import type { SettingField } from "#app/domain/workflows/nodes/node-type.ts";

/** Conditions joined: all of them have to hold. Empty ones are left out. */
export function allOf(...conditions: readonly string[]): string {
	const given = conditions.map((condition) => condition.trim()).filter(Boolean);
	return given.length < 2 ? (given[0] ?? "") : given.map((condition) => `(${condition})`).join(" && ");
}

/** A word of ours or of a form, as CEL writes texts. */
export const quoted = (text: string): string => JSON.stringify(text);

export const onlyIf: SettingField = {
	name: "filter",
	label: "Only if",
	kind: "expression",
	isOptional: true,
	help: 'True or false, such as event.data.channel == "email".',
};

/** An event as steps on sample data see it. */
export const sampleEvent = (name: string, subject: string, data: Record<string, unknown> = {}) => ({
	event: {
		id: SAMPLE_ID,
		name,
		at: "2030-01-31T09:00:00.000Z",
		subject: { type: subject, id: SAMPLE_ID },
		parent: null,
		actor: { kind: "member", name: "Ann" },
		changes: {},
		data,
	},
	subject: { type: subject, id: SAMPLE_ID },
});

export const SAMPLE_ID = "01900000-0000-7000-8000-000000000000";
