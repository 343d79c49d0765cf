import { isId } from "#app/base/ids.ts";
import { LIFECYCLE_LABELS } from "#app/domain/crm/accounts/schema.ts";
import { CONTACT_STAGE_LABELS } from "#app/domain/crm/contacts/schema.ts";
import { PROJECT_STATE_LABELS } from "#app/domain/crm/projects/schema.ts";
import { RECORD_COLUMNS } from "#app/domain/crm/records/columns.ts";
import { VIEW_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { listChoices } from "#app/domain/crm/records/reads/choice-queries.ts";
import { RECORD_TYPES } from "#app/domain/crm/records/schema.ts";
import { authorize, can } from "#app/domain/identity/policy.ts";
import type { FlowNode } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";
import { listMemberChoices, type MemberChoice } from "./member-choices.ts";
import { nameRunSubjects } from "./run-list.ts";

/** What the settings of steps that work with records offer by name. */
export type RecordChoices = {
	members: MemberChoice[];
	/** Stages of deals, with their pipelines. */
	stages: MemberChoice[];
	/** Those that were added last. */
	accounts: MemberChoice[];
	contacts: MemberChoice[];
	/** Of fields with a few fixed values, by the fields' names. */
	fixed: Record<string, { value: string; label: string }[]>;
	/** Names of fields by kinds of records: the house's, and the organisation's own with their labels. */
	fieldNames: Record<string, { value: string; label: string }[]>;
	/** What the steps name already, by id. */
	names: Record<string, string>;
};

/** The choices for steps as they are drawn: a query for each list. */
export async function listRecordChoices(ctx: Ctx, nodes: readonly FlowNode[]): Promise<RecordChoices> {
	authorize(ctx, "workflows.view");
	const members = await listMemberChoices(ctx);
	const { stages, accounts, contacts } = await listChoices(ctx, "deal");
	const ids = new Set(nodes.flatMap(({ settings }) => idsIn(settings)));
	const names = await nameRunSubjects(ctx, [...ids].slice(0, MOST_NAMES));
	return {
		members,
		stages: stages.map(({ id, name, pipeline }) => ({ id, name: `${name} (${pipeline})` })),
		accounts: accounts.list.map(({ id, name }) => ({ id, name })),
		contacts: contacts.list.map(({ id, name }) => ({ id, name })),
		fixed: {
			stage: optionsOf(CONTACT_STAGE_LABELS),
			lifecycle: optionsOf(LIFECYCLE_LABELS),
			state: optionsOf(PROJECT_STATE_LABELS),
		},
		fieldNames: await listFieldNames(ctx),
		names: Object.fromEntries(names),
	};
}

/** The names of the fields of every kind of record that the actor may see. */
async function listFieldNames(ctx: Ctx): Promise<RecordChoices["fieldNames"]> {
	const own = await ctx.db
		.selectFrom("custom_fields")
		.select(["record_type", "key", "label"])
		.where("archived_at", "is", null)
		.orderBy("position")
		.orderBy("id")
		.execute();
	const types = RECORD_TYPES.filter((type) => can(ctx.actor, VIEW_PERMISSION[type]));
	return Object.fromEntries(
		types.map((type) => [
			type,
			[
				...Object.keys(RECORD_COLUMNS[type]).map((value) => ({ value, label: wordsOf(value) })),
				...own
					.filter(({ record_type }) => record_type === type)
					.map(({ key, label }) => ({ value: `fields.${key}`, label: `${label} (own field)` })),
			],
		]),
	);
}

/** `renewalOn` as words: what people look for in a list. */
const wordsOf = (name: string) =>
	name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^./, (letter) => letter.toUpperCase());

const MOST_NAMES = 200;

const optionsOf = (labels: Readonly<Record<string, string>>) =>
	Object.entries(labels).map(([value, label]) => ({ value, label }));

function idsIn(settings: FlowNode["settings"]): string[] {
	return Object.values(settings).flatMap((value) => {
		if (!Array.isArray(value)) return isId(value) ? [value as string] : [];
		return value.flatMap((row) => {
			const one = (row as { value?: unknown } | null)?.value;
			return isId(one) ? [one as string] : [];
		});
	});
}
