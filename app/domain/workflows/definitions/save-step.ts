import { createHash } from "node:crypto";
import { AppError, conflict, type FieldErrors, notFound } from "#app/base/errors.ts";
import {
	holdsMask,
	isLedAway,
	LED_AWAY,
	maskedSettings,
	unmaskedSettings,
} from "#app/domain/workflows/nodes/secrets.ts";
import { type Retries, renameNode, setRetries, setSettings } from "#app/domain/workflows/rules/edit-graph.ts";
import { holeProblems } from "#app/domain/workflows/rules/expressions.ts";
import { FlowNode, type Graph } from "#app/domain/workflows/rules/graph.ts";
import { plainWords } from "#app/domain/workflows/rules/plain-words.ts";
import type { Ctx } from "#db/context.ts";
import type { NodeType } from "../nodes/node-type.ts";
import { typeOf } from "../nodes/registry.ts";
import { editDraft } from "./edit-draft.ts";

/** One step as it is set up. `base` is `stepMark` of the step that was looked at. */
export type StepInput = {
	base: string;
	name: string;
	settings: FlowNode["settings"];
	retries: Retries;
	/** Keeps it though it is not filled in yet: it is told among the workflow's problems then. */
	isUnfinished?: boolean;
};

/** What tells whether a step is as it was looked at: everything of it but where it stands on the canvas. */
export function stepMark(node: FlowNode): string {
	const { x: _x, y: _y, ...rest } = node;
	return createHash("sha256")
		.update(JSON.stringify(Object.entries(rest).sort()))
		.digest("base64url")
		.slice(0, 22);
}

/**
 * Saves how one step of a draft is set up (FLOW-2). Secrets that came back masked stay as they are, while the address leads
 * to the same host. 404; 409 with the step as it is now (`step`, or null where it was removed) when somebody else changed
 * this very step since; 422 by field (`name`, `settings.headers[0].name`, `retries`) for what is not filled in, cannot be
 * read, or is a secret to be written again.
 */
export async function saveStep(ctx: Ctx, id: string, nodeId: string, input: StepInput): Promise<{ version: number }> {
	return editDraft(ctx, id, (graph) => {
		const node = graph.nodes.find((one) => one.id === nodeId);
		if (!node) throw gone();
		if (stepMark(node) !== input.base) {
			throw conflict("Somebody else changed this step meanwhile. Yours was not saved and is still here.", {
				step: { ...node, settings: maskedSettings(node) },
				base: stepMark(node),
			});
		}
		return applied(graph, node, input);
	});
}

const gone = () =>
	conflict("Somebody removed this step meanwhile. Yours was not saved and is still here: copy what you need.", {
		step: null,
	});

function applied(graph: Graph, node: FlowNode, input: StepInput): Graph {
	const type = typeOf(node);
	if (!type) throw notFound("kind of step");
	const settings = unmaskedSettings(input.settings, node);
	const name = input.name.trim();
	const fields: FieldErrors = {
		...kept(node, name, input.retries),
		...(input.isUnfinished ? {} : settingErrors(type, settings)),
		...(isLedAway(input.settings, node) ? maskedFields(settings) : {}),
	};
	if (Object.keys(fields).length > 0) throw new AppError(422, "invalid", "Some fields need a change.", { fields });
	return setRetries(setSettings(renameNode(graph, node.id, name), node.id, settings), node.id, input.retries);
}

/** Where masks stand that nothing takes the place of, by the names of their fields. */
function maskedFields(settings: FlowNode["settings"]): FieldErrors {
	const fields = Object.entries(settings).flatMap(([name, value]): string[] => {
		if (!Array.isArray(value)) return holdsMask(value) ? [`settings.${name}`] : [];
		return value.flatMap((row, at) => (holdsMask(row) ? [`settings.${name}[${at}].value`] : []));
	});
	return Object.fromEntries(fields.map((field) => [field, [LED_AWAY]]));
}

const OWN_WORDS: Readonly<Record<string, string>> = {
	retries: "Write a whole number from 0 to 10, or nothing.",
	retryAfterSeconds: "Write whole seconds from 1 to 86,400, or nothing.",
	timeoutSeconds: "Write whole seconds from 1 to 90, or nothing.",
};

/** What no draft can hold. */
function kept(node: FlowNode, name: string, retries: Retries): FieldErrors {
	const parsed = FlowNode.safeParse({ ...node, name, ...retries });
	return Object.fromEntries(
		(parsed.error?.issues ?? []).map(({ path, message }) => {
			const field = String(path[0]);
			const nameWords = name === "" ? "Give the step a name." : "Write 120 characters at most.";
			return [field, [field === "name" ? nameWords : (OWN_WORDS[field] ?? message)]];
		}),
	);
}

/** What is wrong with settings, by the names of their fields in a form: `settings.cases[0].when`. */
export function settingErrors(type: NodeType, settings: FlowNode["settings"]): FieldErrors {
	const fields: FieldErrors = {};
	const add = (path: readonly PropertyKey[], message: string) => {
		const field = path.map((part, at) =>
			/^\d+$/.test(String(part)) ? `[${String(part)}]` : `${at ? "." : ""}${String(part)}`,
		);
		const name = `settings.${field.join("")}`;
		fields[name] = [...new Set([...(fields[name] ?? []), sentence(message)])];
	};
	for (const { path, message } of type.settings.safeParse(settings, { error: plainWords }).error?.issues ?? [])
		add(path, message);
	for (const [name, value] of Object.entries(settings)) {
		if (type.expressions?.includes(name)) continue;
		for (const { path, message } of holeProblems(value, name)) add(path.split("."), message);
	}
	return fields;
}

const sentence = (text: string) => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
