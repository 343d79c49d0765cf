import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { TemplateForm } from "./schema.ts";

/**
 * Saves a template as a new version; what was sent keeps the version it was made from. Without `id` it is a new
 * template. Throws 409 with the newest version when somebody saved since `basedOn`, 422 for a name that is taken.
 */
export async function saveTemplate(
	ctx: Ctx,
	input: Omit<TemplateForm, "act"> & { id?: string | undefined },
): Promise<{ id: string; number: number }> {
	authorize(ctx, "templates.edit");
	await assertNameFree(ctx, input);
	const id = input.id ?? newId();
	const before = input.id ? await lockTemplate(ctx, input.id) : undefined;
	if (before && before.number !== input.basedOn) {
		throw conflict("Somebody saved another version while you were editing.", { current: before });
	}
	const number = (before?.number ?? 0) + 1;
	if (before) {
		const changes = { name: input.name, channel: input.channel };
		await ctx.db.updateTable("message_templates").set(changes).where("id", "=", id).execute();
	} else {
		await ctx.db
			.insertInto("message_templates")
			.values({ org_id: ctx.org, id, name: input.name, channel: input.channel, created_at: ctx.now })
			.execute();
	}
	await ctx.db
		.insertInto("message_template_versions")
		.values({
			org_id: ctx.org,
			id: newId(),
			template_id: id,
			number,
			subject: input.channel === "email" ? input.subject : "",
			body: input.body,
			created_by: ctx.actor.kind === "member" ? ctx.actor.id : null,
			created_at: ctx.now,
		})
		.execute();
	await ctx.record({
		name: before ? "template.changed" : "template.created",
		subject: { type: "template", id },
		changes: {
			name: [before?.name ?? null, input.name],
			subject: [before?.subject ?? null, input.subject],
			body: [before?.body ?? null, input.body],
		},
		data: { number, channel: input.channel },
	});
	return { id, number };
}

/** Puts a template away or brings it back; its versions stay. Throws 404. */
export async function archiveTemplate(ctx: Ctx, input: { id: string; archived: boolean }): Promise<void> {
	authorize(ctx, "templates.edit");
	const before = await lockTemplate(ctx, input.id);
	if ((before.archivedAt !== null) === input.archived) return;
	const archived_at = input.archived ? ctx.now : null;
	await ctx.db.updateTable("message_templates").set({ archived_at }).where("id", "=", input.id).execute();
	const name = input.archived ? "template.archived" : "template.restored";
	await ctx.record({ name, subject: { type: "template", id: input.id }, data: { name: before.name } });
}

async function assertNameFree(ctx: Ctx, { id, name }: { id?: string | undefined; name: string }): Promise<void> {
	let query = ctx.db.selectFrom("message_templates").select("id").where("name", "=", name);
	if (id) query = query.where("id", "<>", id);
	if (await query.executeTakeFirst()) {
		throw invalid("There is a template of this name.", { name: ["There is a template of this name already"] });
	}
}

async function lockTemplate(ctx: Ctx, id: string) {
	const template = await ctx.db
		.selectFrom("message_templates")
		.select(["name", "channel", "archived_at"])
		.where("id", "=", id)
		.forUpdate()
		.executeTakeFirst();
	if (!template) throw notFound("template");
	const newest = await ctx.db
		.selectFrom("message_template_versions")
		.select(["number", "subject", "body"])
		.where("template_id", "=", id)
		.orderBy("number", "desc")
		.executeTakeFirstOrThrow();
	return { ...newest, name: template.name, channel: template.channel, archivedAt: template.archived_at };
}
