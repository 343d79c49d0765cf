import { useContext } from "react";
import { rowsOf } from "#app/domain/workflows/drawing/setting-values.ts";
import type { StepForm } from "#app/domain/workflows/drawing/step-form.ts";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { RecordChoicesOffered } from "../references/record-choices.ts";

/** How a step is set up, for those who do not draw workflows. */
export function NodeFacts({ step: { node, type } }: { step: StepForm }) {
	const { members, stages, names } = useContext(RecordChoicesOffered);
	const known = new Map([...members, ...stages].map(({ id, name }) => [id, name]));
	const named = (text: string) => known.get(text) ?? names[text] ?? text;
	const facts = (type?.fields ?? []).map((field) => {
		const value = node.settings[field.name];
		const { kind } = field;
		if (kind === "pairs" || kind === "cases") {
			const rows = rowsOf(kind, value).map((row) => Object.values(row).map(named).join(" = "));
			return { label: field.label, value: rows.join(", ") };
		}
		const held = value ?? field.unset;
		if (kind === "switch") return { label: field.label, value: held === true ? "Yes" : "No" };
		if (field.kind === "member") {
			const name = members.find(({ id }) => id === value)?.name;
			return { label: field.label, value: name ?? String(value ?? field.unset ?? "Anybody") };
		}
		const chosen = field.choices?.find((choice) => choice.value === held)?.label;
		return { label: field.label, value: chosen ?? (value === undefined ? "" : named(String(value))) };
	});
	return facts.length > 0 ? <DescriptionList facts={facts} /> : <p>It has nothing to set up.</p>;
}
