import type { FieldErrors } from "#app/base/errors.ts";
import { VIEW_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import type { Named } from "#app/domain/crm/records/reads/find-named.ts";
import { findRecords } from "#app/domain/crm/records/reads/find-records.ts";
import { type Resolved, resolveName, resolveNamed } from "#app/domain/crm/records/reads/resolve-names.ts";
import { isRecordType, type RecordType } from "#app/domain/crm/records/schema.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { SettingField } from "#app/domain/workflows/nodes/node-type.ts";
import {
	mayBeId,
	REFERENCE_NOUNS,
	type Reference,
	referenceOf,
} from "#app/domain/workflows/nodes/records/references.ts";
import type { Ctx } from "#db/context.ts";

type Settings = Record<string, unknown>;

/** Settings with ids in place of names; and by the inputs' names why a name is none, and what may be meant. */
export type ResolvedSettings = { settings: Settings; errors: FieldErrors; hits: Record<string, Named[]> };

/**
 * Puts ids in place of the names that somebody wrote for members, stages, accounts, contacts, deals and projects in a
 * step's settings (FLOW-2). Ids and expressions stay as they are, as does a name that not exactly one is called by.
 */
export async function resolveReferences(
	ctx: Ctx,
	fields: readonly SettingField[],
	settings: Settings,
): Promise<ResolvedSettings> {
	const found: ResolvedSettings = { settings: { ...settings }, errors: {}, hits: {} };
	const idOf = async (input: string, kind: Reference | undefined, text: unknown): Promise<string | undefined> => {
		if (!kind || typeof text !== "string" || mayBeId(text)) return undefined;
		const resolved = await resolve(ctx, kind, text);
		if ("id" in resolved) return resolved.id ?? "";
		found.errors[input] = [resolved.error];
		found.hits[input] = resolved.hits;
		return undefined;
	};
	for (const field of fields) {
		const value = settings[field.name];
		if (field.references === "record") {
			const id = await idOf(`settings.${field.name}`, recordOf(settings), value);
			if (id !== undefined) found.settings[field.name] = id;
		} else if (field.references === "fields" && Array.isArray(value)) {
			const rows = [];
			for (const [at, row] of (value as { name: string; value: string }[]).entries()) {
				const id = await idOf(`settings.${field.name}[${at}].value`, referenceOf(row.name), row.value);
				rows.push(id === undefined ? row : { ...row, value: id });
			}
			found.settings[field.name] = rows;
		}
	}
	return found;
}

/** Which kind of record a step's own record is of; undefined where it is looked for by something else than itself. */
export function recordOf({ record, by, about }: Settings): RecordType | undefined {
	if (by !== undefined && by !== "id") return undefined;
	// A task says in a setting of its own what it is about.
	const type = record ?? about;
	return typeof type === "string" && isRecordType(type) ? type : undefined;
}

async function resolve(ctx: Ctx, kind: Reference, name: string): Promise<Resolved> {
	if (kind === "member") return resolveNamed(ctx, "member", name);
	if (kind === "account" || kind === "contact") return resolveName(ctx, kind, name);
	const hits = kind === "stage" ? await stagesCalled(ctx, name) : await recordsCalled(ctx, kind, name);
	const exact = hits.filter((hit) => hit.name.toLowerCase() === name.trim().toLowerCase());
	if (exact.length === 1) return { id: exact[0]!.id };
	const none = `There is no ${REFERENCE_NOUNS[kind]} called so.`;
	if (exact.length > 1) return { error: "Several are called so. Choose one of them.", hits: exact };
	return { error: `${none} ${hits.length > 0 ? "Choose one, or write" : "Write"} another name.`, hits };
}

function recordsCalled(ctx: Ctx, kind: "deal" | "project", name: string): Promise<Named[]> {
	authorize(ctx, VIEW_PERMISSION[kind]);
	return findRecords(ctx, name, [kind]);
}

async function stagesCalled(ctx: Ctx, name: string): Promise<Named[]> {
	authorize(ctx, VIEW_PERMISSION.deal);
	return ctx.db
		.selectFrom("pipeline_stages as s")
		.innerJoin("pipelines as p", (on) => on.onRef("p.org_id", "=", "s.org_id").onRef("p.id", "=", "s.pipeline_id"))
		.select(["s.id", "s.name", "p.name as about"])
		.where("s.deleted_at", "is", null)
		.where("p.deleted_at", "is", null)
		.where((eb) => eb(eb.fn("lower", ["s.name"]), "=", name.trim().toLowerCase()))
		.limit(50)
		.execute();
}
