import { sql } from "kysely";
import type { OrgId } from "#app/base/ids.ts";
import { withoutSecretsInText } from "#app/domain/workflows/nodes/outside/secret-texts.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import type { KeptJson } from "./get-run.ts";

/**
 * What a step was given is kept without its secrets. What was kept by an earlier rule may hold some that today's finds, so
 * the rule of its type is applied to whatever is read, too.
 */
export function maskedInput(type: string | null | undefined, input: unknown): unknown {
	const shown = type ? nodeTypes().get(type)?.shown : undefined;
	if (!shown || input === null || typeof input !== "object") return input;
	try {
		return shown(input as never);
	} catch {
		// Kept when the type had other settings.
		return JSON.parse(withoutSecretsInText(JSON.stringify(input)));
	}
}

/** A step as it is read, its input masked. What was cut is masked as the text that is left of it. */
export function maskedStep<Step extends { input: KeptJson | null; secretType: string | null }>({
	secretType: type,
	...step
}: Step): Omit<Step, "secretType"> {
	if (!type || !step.input) return step;
	return { ...step, input: { ...step.input, text: maskedText(type, step.input) } };
}

function maskedText(type: string, { text, isWhole }: KeptJson): string {
	if (!isWhole) return withoutSecretsInText(text);
	const input: unknown = JSON.parse(text);
	const masked = maskedInput(type, input);
	return JSON.stringify(masked) === JSON.stringify(input) ? text : JSON.stringify(masked);
}

/** Within a query about steps `s` of one run: the type of a step's node if it may hold secrets, else null. Read once for all. */
export function secretType(org: OrgId, runId: string) {
	const types = [...nodeTypes().values()].filter(({ shown }) => shown).map(({ type }) => type);
	return sql`((select jsonb_object_agg(n ->> 'id', n ->> 'type') from workflow_runs r
		join workflow_versions v on v.org_id = r.org_id and v.workflow_id = r.workflow_id and v.number = r.version_number
		cross join jsonb_array_elements(v.graph -> 'nodes') n
		where r.org_id = ${org} and r.id = ${runId} and n ->> 'type' = any(${types}::text[])) ->> s.node)`;
}
