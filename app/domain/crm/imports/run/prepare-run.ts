import type { Actor, Ctx } from "#db/context.ts";
import { listFields } from "../../fields/field-queries.ts";
import type { CustomField } from "../../fields/schema.ts";
import type { Import } from "../import-queries.ts";
import { openRowReader, type RowReading } from "../rows/read-row.ts";

export type Prepared = { fields: CustomField[]; by: Actor; read: (cells: readonly string[]) => RowReading };

/** What every chunk of a run needs and is read once: custom fields, who may own contacts, in whose name it is done. */
export async function prepareRun(ctx: Ctx, { params, memberId, memberName }: Import): Promise<Prepared> {
	const fields = await listFields(ctx, "contact");
	const members = params.mapping.includes("owner")
		? await ctx.db.selectFrom("memberships").select(["id", "name", "email"]).execute()
		: [];
	const owners = new Map(
		members.flatMap(({ id, name, email }) =>
			[name, email].flatMap((word) => (word ? [[word.toLowerCase(), id] as const] : [])),
		),
	);
	const by: Actor = memberId
		? { kind: "member", id: memberId, name: memberName, role: "user", userId: "" }
		: { kind: "system", name: memberName };
	return { fields, by, read: openRowReader(params, params.headings.length, fields, owners) };
}
