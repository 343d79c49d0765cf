import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export type TemplateRow = {
	id: string;
	name: string;
	channel: string;
	number: number;
	subject: string;
	savedAt: string;
	isArchived: boolean;
};

/** All templates by name with their newest version, up to 500. Archived ones only when asked for. */
export async function listTemplates(ctx: Ctx, filter: { archived: boolean }): Promise<TemplateRow[]> {
	authorize(ctx, "messages.view");
	const rows = await ctx.db
		.selectFrom("message_templates as t")
		.innerJoin("message_template_versions as v", (join) =>
			join.onRef("v.org_id", "=", "t.org_id").onRef("v.template_id", "=", "t.id"),
		)
		.distinctOn(["t.name", "t.id"])
		.select(["t.id", "t.name", "t.channel", "t.archived_at", "v.number", "v.subject", "v.created_at"])
		.where("t.archived_at", filter.archived ? "is not" : "is", null)
		.orderBy("t.name")
		.orderBy("t.id")
		.orderBy("v.number", "desc")
		.limit(500)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		name: row.name,
		channel: row.channel,
		number: row.number,
		subject: row.subject,
		savedAt: row.created_at.toISOString(),
		isArchived: row.archived_at !== null,
	}));
}

/** A template with its versions, newest first, up to 100. Throws 404. */
export async function getTemplate(ctx: Ctx, id: string) {
	authorize(ctx, "messages.view");
	const rows = isId(id)
		? await ctx.db
				.selectFrom("message_templates as t")
				.innerJoin("message_template_versions as v", (join) =>
					join.onRef("v.org_id", "=", "t.org_id").onRef("v.template_id", "=", "t.id"),
				)
				.leftJoin("memberships as m", "m.id", "v.created_by")
				.select(["t.id", "t.name", "t.channel", "t.archived_at", "v.id as version_id", "v.number", "v.subject"])
				.select(["v.body", "v.created_at", "m.name as author"])
				.where("t.id", "=", id)
				.orderBy("v.number", "desc")
				.limit(100)
				.execute()
		: [];
	const [newest] = rows;
	if (!newest) throw notFound("template");
	return {
		id: newest.id,
		name: newest.name,
		channel: newest.channel,
		isArchived: newest.archived_at !== null,
		versions: rows.map((row) => ({
			id: row.version_id,
			number: row.number,
			subject: row.subject,
			body: row.body,
			savedAt: row.created_at.toISOString(),
			author: row.author ?? "Somebody who has left",
		})),
	};
}

/** The newest contacts, to preview a template with. */
export async function listPreviewContacts(ctx: Ctx): Promise<{ id: string; name: string }[]> {
	authorize(ctx, "contacts.view");
	const rows = await ctx.db
		.selectFrom("contacts")
		.select(["id", "first_name", "last_name", "email", "phone"])
		.where("deleted_at", "is", null)
		.orderBy("created_at", "desc")
		.orderBy("id", "desc")
		.limit(50)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		name: [row.first_name, row.last_name].filter(Boolean).join(" ") || row.email || row.phone || "Nameless contact",
	}));
}
