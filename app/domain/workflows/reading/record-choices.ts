import { isId } from "#app/base/ids.ts";
import { LIFECYCLE_LABELS } from "#app/domain/crm/accounts/schema.ts";
import { CONTACT_STAGE_LABELS } from "#app/domain/crm/contacts/schema.ts";
import { PROJECT_STATE_LABELS } from "#app/domain/crm/projects/schema.ts";
import { listChoices } from "#app/domain/crm/records/reads/choice-queries.ts";
import { authorize } from "#app/domain/identity/policy.ts";
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
	/** What the steps name already, by id. */
	names: Record<string, string>;
};

/** The choices for steps as they are drawn: three queries. */
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
		names: Object.fromEntries(names),
	};
}

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
