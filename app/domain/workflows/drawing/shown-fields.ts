import type { z } from "zod";
import type { NodeType, SettingField } from "#app/domain/workflows/nodes/node-type.ts";

/** The settings of a type as a form shows them: each choice and switch with what is so where nothing is chosen. */
export function shownFields(type: Pick<NodeType, "fields" | "settings">): SettingField[] {
	const shape = (type.settings as { shape?: Record<string, z.ZodType> }).shape ?? {};
	return type.fields.map((field) => {
		if (field.kind !== "choice" && field.kind !== "switch") return field;
		const unset = shape[field.name]?.safeParse(undefined);
		const value: unknown = unset?.success ? unset.data : undefined;
		return typeof value === "string" || typeof value === "boolean" ? { ...field, unset: value } : field;
	});
}

/** What a choice says while nothing is chosen: what is so then, by its name, or that one has to choose. */
export function unchosenWords({ unset, choices, isOptional }: SettingField): string {
	const label = choices?.find(({ value }) => value === unset)?.label;
	if (label) return `Not chosen: ${label.charAt(0).toLowerCase()}${label.slice(1)}`;
	return isOptional || unset !== undefined ? "Not chosen" : "Choose…";
}
