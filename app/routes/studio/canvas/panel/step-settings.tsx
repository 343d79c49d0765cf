import { type FormEvent, useRef, useState } from "react";
import { isRows, readSettings, rowsOf } from "#app/domain/workflows/drawing/setting-values.ts";
import type { GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";
import { renameNode, setSettings } from "#app/domain/workflows/rules/edit-graph.ts";
import type { FlowNode } from "#app/domain/workflows/rules/graph.ts";
import { SettingInput } from "#app/routes/studio/nodes/setting-input.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import type { Draft } from "../draft/use-draft.ts";
import type { TypeCard } from "../types.ts";

type Props = { node: FlowNode; type: TypeCard; draft: Draft; problems: readonly GraphProblem[] };

/**
 * The chosen step's name and settings, with the fields of the outline's form. What is typed belongs to the drawing at
 * once and is saved with it; what is wrong with it stands at its field as soon as the server has looked.
 */
export function StepSettings({ node, type, draft, problems }: Props) {
	const form = useRef<HTMLFormElement>(null);
	// What the fields begin with (`shown`) is another only where the drawing changed by itself: by undo, or by a row more
	// or less. While one types they are the browser's.
	const now = { settings: node.settings, name: node.name };
	const [typed, setTyped] = useState({ ...now, shown: now, round: 0 });
	if (typed.settings !== node.settings || typed.name !== node.name) {
		setTyped({ ...now, shown: now, round: typed.round + 1 });
	}
	const change = (settings: FlowNode["settings"], name: string, round: number) => {
		const shown = round === typed.round ? typed.shown : { settings, name };
		setTyped({ settings, name, shown, round });
		draft.edit((graph) => setSettings(renameNode(graph, node.id, name), node.id, settings), `set up ${node.id}`);
	};
	const read = () => {
		const { name, posted } = fieldsOf(form.current!);
		return { name: name.trim() || node.name, posted };
	};
	const onInput = () => {
		const { name, posted } = read();
		change(readSettings(type.fields, posted, node.settings), name, typed.round);
	};
	const onSubmit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const act = ((event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null)?.value ?? "";
		const { name, posted } = read();
		const settings = withRow(type, act, { ...readSettings(type.fields, posted, node.settings) }, posted);
		if (settings) change(settings, name, typed.round + 1);
	};
	return (
		<form ref={form} className="form flow-form" key={typed.round} onInput={onInput} onSubmit={onSubmit}>
			{/* Enter in a field takes no row away. */}
			<button type="submit" hidden />
			<TextInput label="Name" inputProps={{ name: "name", maxLength: 120, defaultValue: typed.shown.name }} />
			{type.fields.map((field) => (
				<SettingInput
					key={field.name}
					field={field}
					value={typed.shown.settings[field.name]}
					settings={typed.settings}
					errors={errorsOf(node, problems)}
					results={{}}
				/>
			))}
		</form>
	);
}

/** Rows by the buttons of the form: `add:cases`, `drop:cases:2`. Undefined for any other. */
function withRow(
	type: TypeCard,
	act: string,
	settings: FlowNode["settings"],
	posted: Record<string, unknown>,
): FlowNode["settings"] | undefined {
	const [, verb, name = "", at = ""] = /^(add|drop):([a-zA-Z]+)(?::(\d{1,3}))?$/.exec(act) ?? [];
	const kind = type.fields.find((field) => field.name === name)?.kind;
	if (!verb || !kind || !isRows(kind)) return undefined;
	const rows = rowsOf(kind, posted[name]);
	const after = verb === "add" ? [...rows, ...rowsOf(kind, [{}])] : rows.filter((_row, index) => index !== Number(at));
	return { ...settings, [name]: after };
}

/** The fields of the form: its name, and settings by their names, rows as lists (`settings.cases[0].when`). */
function fieldsOf(form: HTMLFormElement): { name: string; posted: Record<string, unknown> } {
	const fields = new FormData(form);
	const posted: Record<string, unknown> = {};
	for (const [field, value] of fields) {
		const [, name = "", at, part = ""] = /^settings\.(\w+)(?:\[(\d+)\]\.(\w+))?$/.exec(field) ?? [];
		if (!name) continue;
		if (at === undefined) {
			posted[name] = value;
			continue;
		}
		const rows = (posted[name] ?? []) as Record<string, unknown>[];
		rows[Number(at)] = { ...rows[Number(at)], [part]: value };
		posted[name] = rows;
	}
	return { name: String(fields.get("name") ?? ""), posted };
}

/** Problems of settings by the names of their fields; a message says the step's name only where it stands alone. */
function errorsOf({ name }: FlowNode, problems: readonly GraphProblem[]): Record<string, string[]> {
	const errors: Record<string, string[]> = {};
	for (const { setting, message } of problems) {
		if (!setting) continue;
		const field = `settings.${setting.replace(/\.(\d+)(?=\.|$)/g, "[$1]")}`;
		const said = message.startsWith(`“${name}”: `) ? message.slice(name.length + 4) : message;
		errors[field] = [...(errors[field] ?? []), `${said.charAt(0).toUpperCase()}${said.slice(1)}`];
	}
	return errors;
}
