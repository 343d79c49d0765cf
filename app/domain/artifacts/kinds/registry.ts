import { type FieldErrors, invalid } from "#app/base/errors.ts";
import {
	AnyContent,
	type ArtifactItem,
	type ArtifactKind,
	type Content,
	isArtifactKind,
} from "#app/domain/artifacts/schema.ts";
import { assessment } from "./assessment.ts";
import { contractAnalysis } from "./contract-analysis.ts";
import type { KindDefinition } from "./kind.ts";
import { openTasks } from "./open-tasks.ts";
import { pricing } from "./pricing.ts";
import { recommendations } from "./recommendations.ts";
import { stakeholderMap } from "./stakeholder-map.ts";

/** Every kind of ours, by its name. */
const KINDS = {
	assessment,
	open_tasks: openTasks,
	contract_analysis: contractAnalysis,
	pricing,
	stakeholder_map: stakeholderMap,
	recommendations,
} as const satisfies Record<ArtifactKind, unknown>;

/** What a kind of ours is; undefined for any other word. */
export function definitionOf(kind: string): KindDefinition | undefined {
	return isArtifactKind(kind) ? (KINDS[kind] as unknown as KindDefinition) : undefined;
}

/**
 * Content as a version keeps it: bounded, and by its kind's schema where it is one of ours. Throws 422 by field, each under
 * `content.`: "content.lines.0.name".
 */
export function readContent(kind: string, given: unknown): Content {
	const schemas = [AnyContent, definitionOf(kind)?.content].filter((schema) => schema !== undefined);
	let content = given;
	for (const schema of schemas) {
		const parsed = schema.safeParse(content);
		if (!parsed.success) throw refused(parsed.error.issues);
		content = parsed.data;
	}
	return content as Content;
}

function refused(issues: readonly { path: PropertyKey[]; message: string }[]) {
	const fields: FieldErrors = {};
	for (const { path, message } of issues) {
		const field = ["content", ...path.map(String)].join(".");
		fields[field] = [...(fields[field] ?? []), message];
	}
	return invalid("Some fields cannot be accepted.", fields);
}

/** The lines of an artifact that can become tasks; none for kinds that have none. */
export function itemsOf(kind: string, content: Content): readonly ArtifactItem[] {
	return definitionOf(kind)?.items?.(content) ?? [];
}
