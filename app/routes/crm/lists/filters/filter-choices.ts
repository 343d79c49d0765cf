import { isId } from "#app/base/ids.ts";
import { listNamed } from "#app/domain/crm/lists/bulk-choices.ts";
import type { ListColumn } from "#app/domain/crm/lists/columns.ts";
import type { ListQuery } from "#app/domain/crm/lists/list-query.ts";
import { findNamed, type Named } from "#app/domain/crm/records/reads/find-named.ts";
import { MOST_NAMED } from "#app/domain/crm/records/reads/offers.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";

type Ctx = Parameters<typeof listNamed>[0];
type Lists = Awaited<ReturnType<typeof listNamed>>;

/** A filter of members or tags while one looks for more of them: what is asked, what is ticked, what was found. */
export type Finding = { column: string; op: string; find: string; ticked: string[]; found: Named[] };

/** Looking for a name is a step of adding a filter: it takes the unfinished filter out of the address. */
export function takeDraft(address: URLSearchParams): Omit<Finding, "found"> | undefined {
	if (address.get("step") !== "find") return undefined;
	const draft = {
		column: (address.get("column") ?? "").slice(0, 100),
		op: (address.get("op") ?? "").slice(0, 20),
		find: (address.get("find") ?? "").slice(0, 100),
		ticked: address.getAll("value").filter((value) => isId(value) || value === "me" || value === "none"),
	};
	for (const name of ["step", "column", "op", "find", "value"]) address.delete(name);
	return draft;
}

/**
 * Members and tags as the list's filters need them: those they ask for are always among them, for their names and their
 * boxes; `isWhole` says where more exist than are listed. Reads more only where the list's own choices do not hold them.
 */
export async function filterChoices(
	ctx: Ctx,
	type: RecordType,
	{ list, query, columns, draft }: Given,
): Promise<Lists & { isWhole: { owner: boolean; tags: boolean }; finding?: Finding }> {
	const isWhole = { owner: list.members.length <= MOST_NAMED, tags: list.tags.length <= MOST_NAMED };
	const kinds = new Map(columns.map(({ id, kind }) => [id, kind]));
	const asked = query.filters.flatMap(({ column, value }) =>
		["owner", "tags"].includes(kinds.get(column) ?? "") ? value.split(",") : [],
	);
	const known = new Set([...list.members, ...list.tags].map(({ id }) => id));
	const missing = [...asked, ...(draft?.ticked ?? [])].filter((id) => isId(id) && !known.has(id));
	const more = missing.length > 0 ? await listNamed(ctx, type, missing) : { members: [], tags: [] };
	const both = { members: [...more.members, ...list.members], tags: [...more.tags, ...list.tags] };
	const kind = draft && kinds.get(draft.column) === "tags" ? "tag" : "member";
	const found = draft ? await findNamed(ctx, kind, draft.find, { many: true }) : [];
	return { ...both, isWhole, ...(draft ? { finding: { ...draft, found } } : {}) };
}

type Given = {
	list: Lists;
	query: ListQuery;
	columns: readonly ListColumn[];
	draft: Omit<Finding, "found"> | undefined;
};
